package dev.safe4j.jdbc.transaction;

import dev.safe4j.lock.HeldLock;

/**
 * Makes sure, on a transaction's own connection, that a lock stays held until the commit is through. Thread-safe.
 */
@FunctionalInterface
public interface CommitGuard {

    /**
     * Is asked before the commit, on the transaction's thread. After it has returned, nobody else can take the lock until the
     * transaction has ended.
     *
     * @param lock the lock
     * @throws dev.safe4j.lease.LeaseLostException if it is no longer held; the transaction is then rolled back
     * @throws RuntimeException if that could not be found out; the transaction is then rolled back
     */
    void requireHeld(HeldLock lock);
}
