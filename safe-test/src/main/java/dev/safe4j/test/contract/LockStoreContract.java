package dev.safe4j.test.contract;

/**
 * What every {@link dev.safe4j.lock.LockStore} has to do, as tests: extend it, say how to open the store, and run it. A store that
 * passes can be put under {@link dev.safe4j.lock.Locks}.
 *
 * <p>Each case works with keys of its own, so the state may be shared by the cases and need not be emptied. Leases are short and their
 * ends are waited for; nothing depends on the clock of the machine that runs the tests. Not thread-safe: run the cases one after the
 * other. A case whose name begins like {@code r10_} shows a fault that was seen in another library; {@code docs/guide/locks.md} says
 * which.
 *
 * <pre>{@code
 * class MyLockStoreTest extends LockStoreContract {
 *     private final MyServer server = MyServer.start();
 *
 *     @Override
 *     protected LockStore openStore() {
 *         return new MyLockStore(server.address());
 *     }
 *
 *     @Override
 *     protected boolean signals() {
 *         return true;
 *     }
 * }
 * }</pre>
 */
public abstract class LockStoreContract extends RaceCases {

    /** For subclasses; stores are opened before each case and closed after it. */
    protected LockStoreContract() {}
}
