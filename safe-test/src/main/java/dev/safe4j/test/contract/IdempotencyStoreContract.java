package dev.safe4j.test.contract;

/**
 * What every {@link dev.safe4j.idempotency.IdempotencyStore} has to do, as tests: extend it, say how to open the store, and run it. A
 * store that passes can be put under {@link dev.safe4j.idempotency.Idempotency}.
 *
 * <p>The names of the cases carry the numbers of the transitions: T1 a request is claimed, T2 taken over, T3 completed, T4 released, T5
 * renewed, T6 left undecided and resolved, T7 expired; and M with a number is a mistake that other stores made.
 *
 * <p>Each case works with requests of its own, so the state may be shared by the cases and need not be emptied. Leases and times to keep
 * are short and their ends are waited for; nothing depends on the clock of the machine that runs the tests. Not thread-safe: run the
 * cases one after the other.
 *
 * <pre>{@code
 * class MyIdempotencyStoreTest extends IdempotencyStoreContract {
 *     private final MyServer server = MyServer.start();
 *
 *     @Override
 *     protected IdempotencyStore openStore() {
 *         return new MyIdempotencyStore(server.address());
 *     }
 * }
 * }</pre>
 */
public abstract class IdempotencyStoreContract extends RequestHistoryCases {

    /** For subclasses; stores are opened before each case and closed after it. */
    protected IdempotencyStoreContract() {}
}
