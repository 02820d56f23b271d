package dev.safe4j.flight;

import dev.safe4j.flight.GuardedCache.Found;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockInterruptedException;
import dev.safe4j.lock.Locks;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a guard loads: looks again, asks for the lock, looks again, loads; what was loaded is put into the cache before the lock is given
 * up, unless its key was invalidated meanwhile. Thread-safe.
 */
final class GuardedLoad<K, V> implements Keeper<K, GuardedLoad.Loaded<V>> {

    private static final Logger LOG = LoggerFactory.getLogger(StampedeGuard.class);

    private final StampedeGuardBuilder<K, V> options;

    /**
     * What a load brings.
     *
     * @param value the value, null if the loader brought none
     * @param cost how long it took; null if it was found in the cache
     * @param lock is held until it is in the cache; null if there is none
     */
    record Loaded<V>(
            @Nullable V value,
            @Nullable Duration cost,
            @Nullable HeldLock lock) {}

    /**
     * What became of the question for the lock.
     *
     * @param lock the lock; null if somebody else has it, or the store did not answer
     * @param isElsewhere whether somebody else has it
     */
    private record Asked(@Nullable HeldLock lock, boolean isElsewhere) {
        static final Asked IN_VAIN = new Asked(null, false);
    }

    GuardedLoad(StampedeGuardBuilder<K, V> options) {
        this.options = options;
    }

    /**
     * Loads.
     *
     * @param key the key
     * @param loader the loader
     * @param seen what the reader saw in the cache; what is as old as that is loaded anew
     * @param refreshes whether another process that loads already is enough
     */
    Loaded<V> run(K key, Callable<? extends @Nullable V> loader, @Nullable Found<V> seen, boolean refreshes)
            throws Exception {
        Found<V> before = newer(key, seen);
        if (before != null) {
            return new Loaded<>(before.value(), null, null);
        }
        Locks locks = options.locks;
        Asked asked = locks == null ? Asked.IN_VAIN : acquire(locks, key, refreshes);
        HeldLock lock = asked.lock();
        try {
            if (locks != null) {
                Found<V> after = newer(key, seen);
                Found<V> last = asked.isElsewhere() ? seen : null; // somebody else refreshes it
                Found<V> found = after != null ? after : last;
                if (found != null) {
                    release(lock);
                    return new Loaded<>(found.value(), null, null);
                }
            }
            long begun = System.nanoTime();
            V value = loader.call();
            return new Loaded<>(value, Duration.ofNanos(System.nanoTime() - begun), lock);
        } catch (Throwable failure) {
            release(lock);
            throw failure;
        }
    }

    /** What is fresh in the cache, and not what the reader saw there. */
    private @Nullable Found<V> newer(K key, @Nullable Found<V> seen) {
        Found<V> now = find(key);
        boolean isNewer = now != null
                && now.age().compareTo(options.freshFor) < 0
                && (seen == null || now.age().compareTo(seen.age()) < 0);
        return isNewer ? now : null;
    }

    /** A cache that fails has nothing. */
    @Nullable
    Found<V> find(K key) {
        try {
            return options.cache.find(key);
        } catch (RuntimeException failure) {
            LOG.warn("The cache did not answer for '{}'; it is loaded.", key, failure);
            return null;
        }
    }

    private Asked acquire(Locks locks, K key, boolean refreshes) {
        try {
            String name = options.lockOf.apply(key);
            HeldLock lock = refreshes ? locks.tryAcquire(name).orElse(null) : locks.acquire(name);
            return new Asked(lock, lock == null);
        } catch (LockInterruptedException deserted) {
            throw deserted;
        } catch (RuntimeException failure) {
            LOG.warn("'{}' is loaded without its lock.", key, failure);
            return Asked.IN_VAIN;
        }
    }

    private static void release(@Nullable HeldLock lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (RuntimeException failure) {
            LOG.warn("A load has ended whose lock was lost: another process may have loaded too.", failure);
        }
    }

    @Override
    public void keep(K key, Loaded<V> loaded) {
        try {
            if (loaded.cost() != null && loaded.value() != null) {
                options.cache.put(key, loaded.value(), loaded.cost());
            }
        } finally {
            release(loaded.lock());
        }
    }

    @Override
    public void drop(K key, Loaded<V> loaded) {
        release(loaded.lock());
    }
}
