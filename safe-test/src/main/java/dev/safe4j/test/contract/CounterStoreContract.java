package dev.safe4j.test.contract;

/**
 * What every {@link dev.safe4j.counter.CounterStore} has to do, as tests: extend it, say how to open the store, and run it. A store that passes
 * can be put under {@link dev.safe4j.counter.Counters}, {@link dev.safe4j.counter.Quota} and {@link dev.safe4j.counter.Sequence}.
 *
 * <p>Each case works with keys of its own, so the state may be shared by the cases and need not be emptied. Windows are short and their ends are
 * waited for; nothing depends on the clock of the machine that runs the tests. Not thread-safe: run the cases one after the other.
 *
 * <pre>{@code
 * class MyCounterStoreTest extends CounterStoreContract {
 *     private final MyServer server = MyServer.start();
 *
 *     @Override
 *     protected CounterStore openStore() {
 *         return new MyCounterStore(server.address());
 *     }
 * }
 * }</pre>
 */
public abstract class CounterStoreContract extends QuotaRaceCases {

    /** For subclasses; stores are opened before each case and closed after it. */
    protected CounterStoreContract() {}
}
