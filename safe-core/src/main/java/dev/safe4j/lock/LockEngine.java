package dev.safe4j.lock;

import dev.safe4j.lease.Lease;
import dev.safe4j.lease.LeaseKeeper;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lease.PartlyRenewedException;
import dev.safe4j.lock.LockListener.Renewal;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all {@link Locks} of one store share: the queues of the keys, the keeper of the leases, the talk with the store. */
final class LockEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Locks.class);

    private final LockStore store;
    private final LocksBuilder settings;
    private final LeaseKeeper keeper;
    private final LockEvents events;
    private final Map<String, Cohort> cohorts = new ConcurrentHashMap<>();
    /** Until when this process lets others go first for a key that it has just given up. */
    private final Map<String, Deadline> standingBack = new ConcurrentHashMap<>();

    private final ReleaseSignal.@Nullable Listening listening;
    private volatile boolean closed;

    LockEngine(LockStore store, LocksBuilder settings) {
        this.store = store;
        this.settings = settings;
        this.events = new LockEvents(settings.listeners);
        this.keeper = new LeaseKeeper(store.name(), this::renew);
        ReleaseSignal signal = settings.signal;
        this.listening = signal == null ? null : signal.listen(this::signalled);
    }

    private void signalled(String key) {
        Cohort cohort = cohorts.get(key);
        if (cohort != null) {
            cohort.signal();
        }
    }

    LockStore store() {
        return store;
    }

    Cohorting cohorting() {
        return settings.cohorting;
    }

    Polling polling() {
        return settings.signal == null ? settings.polling : settings.polling.besidesSignals();
    }

    String owner() {
        return settings.owner;
    }

    TransactionBoundary boundary() {
        return settings.boundary;
    }

    /** The queue of a key, to be {@linkplain #leave left} again. */
    Cohort join(String key) {
        refuseIfClosed(key);
        return enter(key);
    }

    boolean isClosed() {
        return closed;
    }

    void refuseIfClosed(String key) {
        if (closed) {
            throw new IllegalStateException(
                    "lock '" + key + "': the locks of store '" + store.name() + "' are closed.");
        }
    }

    /** As {@link #join}, for a caller who is in already, whether it is closed or not. */
    Cohort enter(String key) {
        return Objects.requireNonNull(cohorts.compute(key, (same, present) -> {
            Cohort cohort = present == null ? new Cohort(key, this) : present;
            cohort.users++;
            return cohort;
        }));
    }

    void leave(Cohort cohort) {
        cohorts.computeIfPresent(cohort.key(), (key, present) -> --present.users == 0 ? null : present);
    }

    /** How many keys this process knows of at present. */
    int size() {
        return cohorts.size() + standingBack.size();
    }

    List<HeldLock> held() {
        return cohorts.values().stream()
                .map(Cohort::current)
                .filter(Objects::nonNull)
                .map(HeldLock.class::cast)
                .toList();
    }

    @Nullable
    Deadline standsBackUntil(String key) {
        return standingBack.get(key);
    }

    Request request(String key, LockOptions options, boolean waits) {
        return new Request(
                key, UUID.randomUUID().toString(), owner(), options.lease(), settings.cohorting.holders(), waits);
    }

    Tenure tenure(Request request, Granted granted, LockOptions options, long asked) {
        Lease lease = new Lease(request.key(), request.token(), granted.firstFence(), request.length(), asked);
        return new Tenure(lease, options, granted.since());
    }

    /** What may have been taken, though the answer was lost, is given back. */
    void cleanUp(List<Request> requests, RuntimeException failure) {
        try {
            cleanUp(requests);
        } catch (RuntimeException further) {
            failure.addSuppressed(further);
        }
    }

    /** Gives back what was granted and used by nobody: none of its fencing numbers counts. */
    void cleanUp(List<Request> requests) {
        if (!requests.isEmpty()) {
            UninterruptedRelease.of(
                    store,
                    requests.stream()
                            .map(each -> new Release(each.key(), each.token(), 0, Duration.ZERO))
                            .toList());
        }
    }

    /** What was granted and cannot be kept is given back; if that fails, its lease ends. */
    void discard(Tenure tenure) {
        forget(tenure);
        Lease lease = tenure.lease();
        try {
            UninterruptedRelease.of(store, List.of(new Release(lease.key(), lease.token(), 0, Duration.ZERO)));
        } catch (RuntimeException failure) {
            LOG.warn("Lock {} was not given back: it is free when its lease ends.", lease, failure);
        }
    }

    void keep(Tenure tenure, LockOptions options) {
        keeper.keep(tenure.lease(), options.longest());
    }

    void forget(Tenure tenure) {
        keeper.forget(tenure.lease());
        tenure.lease().end();
    }

    /** Renews at once; false if the lease is lost. */
    boolean renewOf(Tenure tenure) {
        Lease lease = tenure.lease();
        long asked = System.nanoTime();
        return renew(List.of(lease)).get(0) && lease.renewed(asked);
    }

    private List<Boolean> renew(List<Lease> leases) {
        List<@Nullable Boolean> told = List.of();
        try {
            List<Boolean> answers = store.renew(leases);
            told = new ArrayList<>(answers);
            return answers;
        } catch (PartlyRenewedException some) {
            told = some.answers();
            throw some;
        } finally {
            int renewed = Collections.frequency(told, true);
            int lost = Collections.frequency(told, false);
            events.renewals(Renewal.RENEWED, renewed);
            events.renewals(Renewal.LOST, lost);
            events.renewals(Renewal.FAILED, leases.size() - renewed - lost);
        }
    }

    /** Gives back to the store what this process has ended, in one call, and lets the next in. */
    void giveBack(List<HeldLock> locks) {
        locks.forEach(lock -> forget(lock.tenure()));
        List<Released> answers = List.of();
        try {
            answers = UninterruptedRelease.of(
                    store,
                    locks.stream()
                            .map(lock -> new Release(
                                    lock.key(), lock.token(), lock.tenure().lastFence(), lock.leftOfShortestHold()))
                            .toList());
            standBack(locks, answers);
        } catch (RuntimeException failure) {
            LOG.warn(
                    "Locks {} were not released, or not all of them: what was not is free when its lease ends.",
                    locks,
                    failure);
        } finally {
            for (HeldLock lock : locks) {
                lock.cohort().passOn(); // before callbacks of the holder's, which may take their time
                leave(lock.cohort());
            }
        }
        for (int i = 0; i < locks.size(); i++) {
            givenBack(locks.get(i), answers.isEmpty() ? Released.FREED : answers.get(i));
        }
    }

    private void standBack(List<HeldLock> locks, List<Released> answers) {
        for (int i = 0; i < locks.size(); i++) {
            if (answers.get(i) == Released.AWAITED) {
                standBack(locks.get(i).key());
            }
        }
    }

    private void givenBack(HeldLock lock, Released answer) {
        if (answer == Released.LOST) {
            lock.markLost();
            lock.signalLost(LeaseLostException.NOT_THE_OWNER);
            events.lost(lock);
        } else {
            events.released(lock, false);
        }
    }

    private void standBack(String key) {
        standingBack.values().removeIf(Deadline::isOver);
        standingBack.put(key, Deadline.in(polling().standBack()));
    }

    LockEvents events() {
        return events;
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (listening != null) {
                listening.close();
            }
        } finally { // whatever becomes of the signals
            cohorts.values().forEach(Cohort::endWaits);
            keeper.close();
        }
    }
}
