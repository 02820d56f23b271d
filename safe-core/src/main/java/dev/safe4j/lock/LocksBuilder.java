package dev.safe4j.lock;

import dev.safe4j.name.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the locks of a store are set up; begun by {@link Locks#builder}. For one thread. */
public final class LocksBuilder {

    private static final Cohorting NONE = new Cohorting(1, Duration.ZERO);

    private final LockStore store;
    String owner = "process-" + ProcessHandle.current().pid();

    @Nullable
    ReleaseSignal signal;

    TransactionBoundary boundary = TransactionBoundary.none();
    final List<LockListener> listeners = new ArrayList<>();
    Cohorting cohorting = new Cohorting(Locks.DEFAULT_COHORT, Locks.DEFAULT_COHORT_TIME);
    Polling polling = new Polling(Locks.DEFAULT_FIRST_POLL, Locks.DEFAULT_LONGEST_POLL);

    LocksBuilder(LockStore store) {
        this.store = Objects.requireNonNull(store, "the store of the locks is null");
    }

    /**
     * Names this process as people shall read it in time-outs and listings; it decides nothing.
     *
     * @param name at most {@value LockStore#LONGEST_OWNER} characters
     * @return this
     */
    public LocksBuilder owner(String name) {
        owner = Names.checked("the name of an owner", name, LockStore.LONGEST_OWNER);
        return this;
    }

    /**
     * Has waiting callers woken by the store, so that they look for themselves less often.
     *
     * @param releases the signal
     * @return this
     */
    public LocksBuilder signal(ReleaseSignal releases) {
        signal = releases;
        return this;
    }

    /**
     * Has locks stay until the transaction has ended in which they were acquired.
     *
     * @param transactions the boundary
     * @return this
     */
    public LocksBuilder transactions(TransactionBoundary transactions) {
        boundary = Objects.requireNonNull(transactions, "the transaction boundary is null");
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of locks
     * @return this
     */
    public LocksBuilder listener(LockListener listener) {
        listeners.add(Objects.requireNonNull(listener, "the listener is null"));
        return this;
    }

    /**
     * Sets how long this process may pass a lock on among its own callers before it gives it back to the store, where others may get it:
     * {@value Locks#DEFAULT_COHORT} holders and 5 ms unless said otherwise.
     *
     * @param holders the most holders, 2 to 10,000
     * @param time after which it is passed on no more
     * @return this
     */
    public LocksBuilder cohorts(int holders, Duration time) {
        cohorting = new Cohorting(holders, time);
        return this;
    }

    /**
     * Has every lock given back to the store at its release.
     *
     * @return this
     */
    public LocksBuilder withoutCohorts() {
        cohorting = NONE;
        return this;
    }

    /**
     * Sets how often a waiting process looks at the store: every wait is drawn from the upper half of a bound that doubles.
     *
     * @param first the first bound, a millisecond or more
     * @param longest the longest, below a minute
     * @return this
     */
    public LocksBuilder polling(Duration first, Duration longest) {
        polling = new Polling(first, longest);
        return this;
    }

    /**
     * Sets it up.
     *
     * @return the locks, to be closed before the store
     */
    public Locks build() {
        return new Locks(new LockEngine(store, this), LockOptions.DEFAULTS);
    }
}
