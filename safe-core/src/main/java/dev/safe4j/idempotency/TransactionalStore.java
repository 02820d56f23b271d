package dev.safe4j.idempotency;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where claim, effect and answer commit together. Thread-safe.
 *
 * <p>A claim that has not committed is seen by nobody: who asks for the same request waits until its owner has committed, and is then
 * answered by what that left, or has rolled back, and then owns it.
 */
public interface TransactionalStore {

    /** The two steps, in the transaction that is open. For one thread. */
    interface Steps {

        /**
         * Claims a request, or tells what it is found as.
         *
         * @param wanted what is asked for; its lease is of no meaning here
         * @param wait how long to wait for another's transaction
         * @return what it is found as; {@link IdempotencyStore.Running} if that transaction had not ended in time or was only just
         *     over: look again in another transaction
         */
        IdempotencyStore.Answer claim(IdempotencyStore.Wanted wanted, Duration wait);

        /**
         * Stores the answer.
         *
         * @param owner whose claim it is
         * @param answer what is kept
         * @param keep for how long from now on
         * @return false if the claim is not this transaction's
         */
        boolean complete(IdempotencyStore.Owner owner, StoredAnswer answer, Duration keep);
    }

    /**
     * What is done in the transaction.
     *
     * @param <T> what it returns
     * @param <X> what it throws
     */
    @FunctionalInterface
    interface Unit<T extends @Nullable Object, X extends Exception> {

        /**
         * Runs in a transaction that is open; again, in another one, if that had to be given up for a conflict.
         *
         * @param steps of the store
         * @return the result
         * @throws X whatever it throws: the transaction is rolled back
         */
        T run(Steps steps) throws X;
    }

    /**
     * Runs a unit in a transaction of its own, again after a conflict.
     *
     * @param unit what is done; has no effect outside the transaction that may not happen twice
     * @param <T> what it returns
     * @param <X> what it throws
     * @return its result, once the transaction has committed
     * @throws X what it threw; the transaction was rolled back
     * @throws IllegalStateException if the caller has a transaction open: it might roll back what was answered
     * @throws dev.safe4j.retry.OutcomeUnknownException if the answer to the commit was lost: ask again under the same key
     */
    <T extends @Nullable Object, X extends Exception> T inTransaction(Unit<T, X> unit) throws X;

    /**
     * Runs a unit in the caller's transaction, with which it commits or rolls back; in one of its own if there is none.
     *
     * @param unit what is done
     * @param <T> what it returns
     * @param <X> what it throws
     * @return its result
     * @throws X what it threw
     */
    <T extends @Nullable Object, X extends Exception> T joining(Unit<T, X> unit) throws X;
}
