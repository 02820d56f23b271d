package dev.safe4j.lock;

import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Locks by name, over all processes that share the store. Immutable and thread-safe: every option returns other locks over the same
 * store; close one of them, once, to end all.
 *
 * <p>Unless said otherwise a lock is waited for up to 10 s, has a lease of 30 s that is renewed while it is held, for an hour at most,
 * and is released when it is closed. Callers of this process get it in the order in which they came. Acquired inside a transaction, it
 * stays until that has ended, on a connection of the store's own; a lock around a transaction is the better order.
 */
public final class Locks implements AutoCloseable {

    /** How long a lock is waited for, unless said otherwise. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    /** How long a lock lasts without a renewal, unless said otherwise. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /** How long a lock is renewed at most, unless said otherwise. */
    public static final Duration DEFAULT_LONGEST_HOLD = Duration.ofHours(1);

    /** The most holders to whom a process passes a lock on by itself, unless said otherwise. */
    public static final int DEFAULT_COHORT = 1_000;

    /** How long a process passes a lock on by itself, unless said otherwise. */
    public static final Duration DEFAULT_COHORT_TIME = Duration.ofMillis(5);

    /** The bound of the first poll, unless said otherwise. */
    public static final Duration DEFAULT_FIRST_POLL = Duration.ofMillis(5);

    /** The bound of every poll, unless said otherwise. */
    public static final Duration DEFAULT_LONGEST_POLL = Duration.ofMillis(50);

    static final Duration LONGEST_WAIT = Duration.ofDays(1);
    static final Duration LONGEST_HOLD = Duration.ofDays(7);

    private final LockEngine engine;
    private final LockOptions options;
    private final LockScope scope;

    Locks(LockEngine engine, LockOptions options) {
        this(engine, options, new LockScope());
    }

    private Locks(LockEngine engine, LockOptions options, LockScope scope) {
        this.engine = engine;
        this.options = options;
        this.scope = scope;
    }

    /**
     * Makes locks over a store, with the defaults.
     *
     * @param store where the leases are kept; stays the caller's to close, after the locks
     * @return the locks
     */
    public static Locks on(LockStore store) {
        return builder(store).build();
    }

    /**
     * Begins to set up locks over a store.
     *
     * @param store where the leases are kept; stays the caller's to close, after the locks
     * @return the set-up
     */
    public static LocksBuilder builder(LockStore store) {
        return new LocksBuilder(store);
    }

    /**
     * Sets how long to wait for a lock that is not free.
     *
     * @param wait zero, for not at all, to a day
     * @return the locks with it
     * @throws IllegalArgumentException if it is out of that
     */
    public Locks within(Duration wait) {
        return with(options.within(wait));
    }

    /**
     * Sets how long a lock lasts without a renewal: how long others wait for it after its process has died.
     *
     * @param length 100 ms to a day
     * @return the locks with it
     * @throws IllegalArgumentException if it is out of that
     */
    public Locks lease(Duration length) {
        return with(options.lease(length));
    }

    /**
     * Sets how long a lock is renewed at most.
     *
     * @param longest longer than zero, at most seven days
     * @return the locks with it
     * @throws IllegalArgumentException if it is out of that
     */
    public Locks renewedFor(Duration longest) {
        if (longest.isZero()) {
            throw new IllegalArgumentException("a lock that is not renewed at all is made by withoutRenewal().");
        }
        return with(options.longest(longest));
    }

    /**
     * Has locks end by themselves when their lease ends, released or not.
     *
     * @return the locks with it
     */
    public Locks withoutRenewal() {
        return with(options.longest(Duration.ZERO));
    }

    /**
     * Keeps a lock from everybody else for a time from its acquisition on, even if it is released before: so that a short job is not
     * run a second time by a process whose timer is a little late.
     *
     * @param hold zero to the length of the lease
     * @return the locks with it
     * @throws IllegalArgumentException if it is out of that
     */
    public Locks atLeastFor(Duration hold) {
        return with(options.atLeast(hold));
    }

    private Locks with(LockOptions changed) {
        return new Locks(engine, changed, scope);
    }

    /**
     * Acquires a lock, waiting for it.
     *
     * @param key what to lock, 1 to {@value LockStore#LONGEST_KEY} characters, none of them control characters
     * @return the lock, to be closed; within {@link #withLock} of the same key on the same thread, a share of the lock held there
     * @throws IllegalArgumentException if the key is none
     * @throws LockTimeoutException if it was not free in time; nothing is held
     * @throws LockInterruptedException if the thread was interrupted, whose flag stays set; nothing is held
     * @throws RuntimeException if the store failed; nothing is held once a lease that may have been granted has ended
     */
    public HeldLock acquire(String key) {
        HeldLock joined = scope.find(LockKeys.checked(key));
        return joined != null
                ? joined
                : joining(new Acquisition(engine, key, options, Deadline.in(options.within())).orThrow());
    }

    /**
     * Acquires a lock if it is free at once, without waiting and without a word to those who wait.
     *
     * @param key what to lock, as for {@link #acquire}
     * @return the lock, to be closed; empty if it is held, or wanted by callers of this process who came before
     * @throws RuntimeException if the store failed, as for {@link #acquire}
     */
    public Optional<HeldLock> tryAcquire(String key) {
        HeldLock joined = scope.find(LockKeys.checked(key));
        if (joined != null) {
            return Optional.of(joined);
        }
        LockOptions atOnce = options.within(Duration.ZERO);
        HeldLock lock = new Acquisition(engine, key, atOnce, Deadline.in(Duration.ZERO)).orNull();
        return Optional.ofNullable(lock == null ? null : joining(lock));
    }

    /**
     * Runs work while a lock is held. Called again for the same key by that work on the same thread, it shares the lock.
     *
     * @param key what to lock, as for {@link #acquire}
     * @param body the work; gets the lock
     * @param <T> what it returns
     * @param <X> what it throws
     * @return its result
     * @throws X what the work threw; a failed release is suppressed in it
     * @throws LeaseLostException if the work returned and the lock had been lost meanwhile
     * @throws LockTimeoutException if the lock was not free in time; the work was not run
     */
    public <T extends @Nullable Object, X extends Exception> T withLock(String key, LockedBody<HeldLock, T, X> body)
            throws X {
        try (HeldLock lock = acquire(key)) {
            LockScope.Entry around = scope.enter(lock);
            try {
                return engine.events().run(List.of(key), body, lock);
            } finally {
                around.close();
            }
        }
    }

    /**
     * Runs work without a result while a lock is held, as {@link #withLock} does.
     *
     * @param key what to lock
     * @param body the work
     * @param <X> what it throws
     * @throws X what the work threw
     */
    public <X extends Exception> void runWithLock(String key, LockedBody.Action<HeldLock, X> body) throws X {
        this.<@Nullable Void, X>withLock(key, lock -> {
            body.run(lock);
            return null;
        });
    }

    /**
     * Acquires several locks, all or none, waiting for them no longer in all than for one. Whatever the order given, they are taken in
     * the order of their keys, so that callers who want the same ones cannot wait for each other in a circle.
     *
     * @param keys what to lock, 1 to 1,000; the same key is locked once
     * @return the locks, to be closed together
     * @throws LockTimeoutException if one was not free in time; nothing is held
     */
    public HeldLocks acquireAll(Collection<String> keys) {
        return new MultiLock().and(this, keys).within(options.within()).acquire();
    }

    /**
     * Runs work while several locks are held, taken as by {@link #acquireAll}.
     *
     * @param keys what to lock
     * @param body the work; gets the locks
     * @param <T> what it returns
     * @param <X> what it throws
     * @return its result
     * @throws X what the work threw
     * @throws LeaseLostException if the work returned and a lock had been lost meanwhile
     */
    public <T extends @Nullable Object, X extends Exception> T withLocks(
            Collection<String> keys, LockedBody<HeldLocks, T, X> body) throws X {
        return new MultiLock().and(this, keys).within(options.within()).withLocks(body);
    }

    /**
     * Runs work that ends later than it returns while several locks are held, taken as by {@link #acquireAll}: they are released when the
     * future that it returns is complete. Called again for one of the keys by that work on the same thread, it shares the lock.
     *
     * @param keys what to lock
     * @param body the work; gets the locks, to be left open; returns the future, or null if it has ended
     * @return a future that completes after the release, or null; fails with a {@link LeaseLostException} if a lock was lost
     * @throws X what the work threw
     * @throws IllegalStateException if the caller holds one of the keys around this, or is in a transaction; the work was not run
     */
    public <T extends @Nullable Object, X extends Exception> @Nullable CompletionStage<T> withLocksUntilDone(
            Collection<String> keys, LockedBody<HeldLocks, @Nullable CompletionStage<T>, X> body) throws X {
        return new MultiLock().and(this, keys).within(options.within()).withLocksUntilDone(body);
    }

    /**
     * {@return the locks that this process holds, a snapshot}
     */
    public List<HeldLock> held() {
        return engine.held();
    }

    /**
     * Returns the name of the store.
     *
     * @return the name
     */
    public String storeName() {
        return engine.store().name();
    }

    HeldLock joining(HeldLock lock) {
        if (engine.boundary().isInside()) {
            lock.joinTransaction(engine.boundary(), scope.enter(lock));
        }
        return lock;
    }

    LockEngine engine() {
        return engine;
    }

    LockOptions options() {
        return options;
    }

    LockScope scope() {
        return scope;
    }

    /**
     * Acquires no more: callers who wait get an {@link IllegalStateException}. Locks that are held stay so until they are released, or
     * until their leases, which are no longer renewed by themselves, end: their holders are told of that loss as of any other.
     */
    @Override
    public void close() {
        engine.close();
    }
}
