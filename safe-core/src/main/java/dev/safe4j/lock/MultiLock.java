package dev.safe4j.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Several locks that are to be taken together, of one store or several, in the making. For one thread; can be used again.
 *
 * <p>All or none are taken, in one fixed order: by the name of the store, then by key. Whoever takes locks only like this cannot
 * wait for another one in a circle. The locks of one store that are all free are taken in one call of it; only if one is not, they are
 * taken one after the other.
 */
public final class MultiLock {

    private final Map<String, Locks> stores = new TreeMap<>();
    private final Map<String, TreeSet<String>> wanted = new TreeMap<>();
    private Duration within = Locks.DEFAULT_WAIT;

    /** Begins without a lock. */
    public MultiLock() {}

    /**
     * Adds locks of one store.
     *
     * @param locks whose options are used, but for the wait
     * @param keys what to lock, each once
     * @return this
     * @throws IllegalArgumentException if there is no key, one of them is none, or there is another store of the same name
     */
    public MultiLock and(Locks locks, Collection<String> keys) {
        Locks present = stores.putIfAbsent(locks.storeName(), locks);
        if (present != null && present.engine() != locks.engine()) {
            throw new IllegalArgumentException("two stores are named '" + locks.storeName()
                    + "': locks of several stores are taken in the order of their names, so each needs its own.");
        }
        wanted.computeIfAbsent(locks.storeName(), name -> new TreeSet<>()).addAll(LockKeys.ordered(keys));
        return this;
    }

    /**
     * Sets how long to wait for all of them together; unless said otherwise as long as for one.
     *
     * @param wait zero, for not at all, to a day
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public MultiLock within(Duration wait) {
        within = LockOptions.DEFAULTS.within(wait).within();
        return this;
    }

    /**
     * Acquires all, waiting for them.
     *
     * @return the locks, to be closed together
     * @throws LockTimeoutException if one was not free in time; nothing is held
     * @throws LockInterruptedException if the thread was interrupted, whose flag stays set; nothing is held
     * @throws IllegalStateException if no lock was added
     * @throws RuntimeException if a store failed; nothing is held once a lease that may have been granted has ended
     */
    public HeldLocks acquire() {
        if (wanted.isEmpty()) {
            throw new IllegalStateException("no locks were named: call and(locks, keys).");
        }
        Deadline deadline = Deadline.in(within);
        List<HeldLock> held = new ArrayList<>();
        Map<HeldLock, Locks> taken = new LinkedHashMap<>();
        try {
            wanted.forEach((store, keys) -> {
                Locks locks = Objects.requireNonNull(stores.get(store));
                held.addAll(acquire(locks, keys, deadline, taken));
            });
            taken.forEach((lock, locks) ->
                    locks.joining(lock)); // not before all are there: what joins stays to the transaction's end
            return new HeldLocks(held);
        } catch (RuntimeException | Error failure) {
            held.removeAll(taken.keySet());
            held.addAll(taken.keySet());
            giveUp(held, failure);
            throw failure;
        }
    }

    private static void giveUp(List<HeldLock> held, Throwable failure) {
        try {
            new HeldLocks(held).close();
        } catch (RuntimeException further) {
            failure.addSuppressed(further);
        }
    }

    /**
     * Acquires all if all are free at once, without waiting.
     *
     * @return the locks; empty if one was not free
     * @throws RuntimeException if a store failed, as for {@link #acquire}
     */
    public Optional<HeldLocks> tryAcquire() {
        Duration before = within;
        try {
            return Optional.of(within(Duration.ZERO).acquire());
        } catch (LockTimeoutException busy) {
            return Optional.empty();
        } finally {
            within = before;
        }
    }

    /**
     * Runs work while all are held. Called again for one of the keys by that work on the same thread, it shares the lock.
     *
     * @param body the work; gets the locks
     * @param <T> what it returns
     * @param <X> what it throws
     * @return its result
     * @throws X what the work threw
     */
    public <T extends @Nullable Object, X extends Exception> T withLocks(LockedBody<HeldLocks, T, X> body) throws X {
        try (HeldLocks held = acquire()) {
            LockScope.Entry around = around(held);
            try {
                return run(body, held);
            } finally {
                around.close();
            }
        }
    }

    /** For {@link Locks#withLocksUntilDone}. */
    <T extends @Nullable Object, X extends Exception> @Nullable CompletionStage<T> withLocksUntilDone(
            LockedBody<HeldLocks, @Nullable CompletionStage<T>, X> body) throws X {
        wanted.forEach((store, keys) -> requireOwn(Objects.requireNonNull(stores.get(store)), keys));
        HeldLocks held = acquire();
        LockScope.Entry around = around(held);
        CompletionStage<T> later;
        try {
            later = body.run(held);
        } catch (Throwable failure) {
            giveUp(held.all(), failure);
            throw failure;
        } finally {
            around.close();
        }
        if (later == null) {
            held.close();
            return null;
        }
        return later.whenComplete((value, failure) -> held.close());
    }

    /** A lock that somebody else releases, the caller around or its transaction, may be free long before a future is complete. */
    private static void requireOwn(Locks locks, Set<String> keys) {
        if (locks.engine().boundary().isInside()) {
            throw new IllegalStateException(
                    "locks " + keys + " would be bound to the caller's transaction, and the work that they are"
                            + " for ends by itself, perhaps later: call it outside of the transaction.");
        }
        for (String key : keys) {
            if (locks.scope().find(key) != null) {
                throw new IllegalStateException(
                        "lock '" + key + "' is held around this already and would be released there, and the work"
                                + " that it is for ends by itself, perhaps later: call it outside of that.");
            }
        }
    }

    /** Each store's listeners are told of the keys that are its own. */
    private <T extends @Nullable Object, X extends Exception> T run(LockedBody<HeldLocks, T, X> body, HeldLocks held)
            throws X {
        LockedBody<HeldLocks, T, X> told = body;
        for (Locks each : stores.values()) {
            List<String> keys = List.copyOf(Objects.requireNonNull(wanted.get(each.storeName())));
            LockedBody<HeldLocks, T, X> inside = told;
            told = locks -> each.engine().events().run(keys, inside, locks);
        }
        return told.run(held);
    }

    private LockScope.Entry around(HeldLocks held) {
        Map<LockEngine, LockScope> scopes = new LinkedHashMap<>();
        stores.values().forEach(each -> scopes.put(each.engine(), each.scope()));
        List<LockScope.Entry> entries = held.all().stream()
                .map(lock -> Objects.requireNonNull(scopes.get(lock.cohort().engine()))
                        .enter(lock))
                .toList();
        return () -> entries.forEach(LockScope.Entry::close);
    }

    /** The shares, and what is taken; that is noted one by one, to be given up if what follows fails. */
    private static List<HeldLock> acquire(
            Locks locks, Set<String> keys, Deadline deadline, Map<HeldLock, Locks> taken) {
        List<HeldLock> held = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String key : keys) {
            HeldLock share = locks.scope().find(key);
            if (share == null) {
                open.add(key);
            } else {
                held.add(share);
            }
        }
        List<HeldLock> atOnce = open.size() < 2 ? null : new JointAcquisition(locks.engine(), locks.options()).of(open);
        if (atOnce != null) {
            atOnce.forEach(each -> taken.put(each, locks));
            held.addAll(atOnce);
            return held;
        }
        for (String key : open) {
            Duration left = Durations.atLeastZero(Duration.ofNanos(deadline.leftNanos()));
            HeldLock lock =
                    new Acquisition(locks.engine(), key, locks.options().within(left), Deadline.in(left)).orThrow();
            taken.put(lock, locks);
            held.add(lock);
        }
        return held;
    }
}
