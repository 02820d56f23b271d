package dev.safe4j.flight;

import dev.safe4j.flight.FlightListener.Served;
import dev.safe4j.flight.GuardedCache.Found;
import dev.safe4j.flight.GuardedCache.Stored;
import dev.safe4j.flight.GuardedLoad.Loaded;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads through a cache, so that many who miss the same entry cause one load. Thread-safe.
 *
 * <p>Within the process a load is shared by {@link SingleFlight}, with its promises: it runs on a thread of its own and in no
 * transaction, every reader has its own time, failures are shared and not kept. Across processes it is by a lock, if there are locks.
 * Whoever has waited looks into the cache again before loading. A value whose time is nearly or just over is served while one load of it
 * is under way. What was being loaded when its key was invalidated is not put into the cache; that is so within the process: a load in
 * another one can put there what it has read before the change.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class StampedeGuard<K, V> {

    /** How long values are fresh, unless said otherwise. */
    public static final Duration DEFAULT_FRESH = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(StampedeGuard.class);

    private final StampedeGuardBuilder<K, V> options;
    private final GuardedLoad<K, V> loads;
    private final SingleFlight<K, Loaded<V>> flights;

    StampedeGuard(StampedeGuardBuilder<K, V> options) {
        this.options = options;
        this.loads = new GuardedLoad<>(options);
        this.flights = new SingleFlightBuilder<K, Loaded<V>>()
                .executor(options.executor)
                .within(options.wait)
                .keeper(loads)
                .listeners(options.listeners)
                .build();
    }

    /**
     * Begins to set up a guard over a cache.
     *
     * @param cache the cache
     * @param <K> the keys
     * @param <V> the values
     * @return the set-up
     */
    public static <K, V> StampedeGuardBuilder<K, V> over(GuardedCache<K, V> cache) {
        return new StampedeGuardBuilder<>(cache);
    }

    /**
     * Begins to set up a guard over a map of this process, such as {@code asMap()} of a Caffeine cache.
     *
     * @param map the map
     * @param <K> the keys
     * @param <V> the values
     * @return the set-up
     */
    public static <K, V> StampedeGuardBuilder<K, V> over(ConcurrentMap<K, Stored<V>> map) {
        return new StampedeGuardBuilder<>(GuardedCache.of(map));
    }

    /**
     * Returns the value of a key, from the cache or loaded.
     *
     * @param key the key
     * @param loader brings it; one that brings null is called again by the next reader: nothing is cached
     * @return the value; null only if the loader brought that
     * @throws RuntimeException what the loader threw; so with an {@link Error}
     * @throws LoadFailedException if it threw a checked exception
     * @throws LoadTimeoutException if it took longer than a reader waits, and there is nothing old to serve instead
     * @throws LoadInterruptedException if the reader's thread was interrupted; the flag is set
     * @throws IllegalStateException if the loader of the same key asks for it
     */
    public @Nullable V get(K key, Callable<? extends @Nullable V> loader) {
        Found<V> found = loads.find(Objects.requireNonNull(key, "the key is null"));
        if (found == null) {
            return told(Served.LOADED, load(key, loader, null));
        }
        if (found.age().compareTo(options.freshFor) < 0) {
            boolean isEarly = isDueEarly(found);
            if (isEarly) {
                refresh(key, loader, found);
            }
            return told(isEarly ? Served.EARLY : Served.FRESH, found.value());
        }
        if (found.age().compareTo(options.freshFor.plus(options.staleFor)) < 0) {
            refresh(key, loader, found);
            return told(Served.STALE, found.value());
        }
        return loadOrOld(key, loader, found);
    }

    private @Nullable V loadOrOld(K key, Callable<? extends @Nullable V> loader, Found<V> old) {
        try {
            return told(Served.LOADED, load(key, loader, old));
        } catch (LoadInterruptedException interrupted) {
            throw interrupted;
        } catch (RuntimeException failure) {
            if (!options.servesOld) {
                throw failure;
            }
            LOG.warn("'{}' was not loaded; what is {} old is served.", key, old.age(), failure);
            return told(Served.INSTEAD, old.value());
        }
    }

    private @Nullable V load(K key, Callable<? extends @Nullable V> loader, @Nullable Found<V> seen) {
        Loaded<V> loaded = flights.load(key, () -> loads.run(key, loader, seen, false));
        return loaded.value();
    }

    private void refresh(K key, Callable<? extends @Nullable V> loader, Found<V> seen) {
        flights.flights().startAlone(key, () -> {
            try {
                return loads.run(key, loader, seen, true);
            } catch (Exception failure) {
                LOG.warn(
                        "'{}' could not be loaded anew; what the cache has is served as long as it may.", key, failure);
                throw failure;
            }
        });
    }

    /** Of XFetch, by Vattani, Chierichetti and Lowenstein: optimal probabilistic cache stampede prevention. */
    private boolean isDueEarly(Found<V> found) {
        if (options.earliness == 0) {
            return false;
        }
        double ahead = -Math.log(options.random.getAsDouble())
                * options.earliness
                * found.cost().toNanos();
        return found.age().toNanos() + ahead >= options.freshFor.toNanos();
    }

    private @Nullable V told(Served served, @Nullable V value) {
        flights.flights().tell(listener -> listener.onServed(served));
        return value;
    }

    /**
     * Removes the value of a key, as it was changed: call it after the change has been committed. A load that is under way goes to those
     * who wait for it already, and not into the cache.
     *
     * @param key the key
     */
    public void invalidate(K key) {
        forget(key);
        options.cache.remove(key);
    }

    /**
     * Has a load of a key that is under way not go into the cache, and leaves the cache alone: for who changes that himself right after.
     * Waits if it is just being put there.
     *
     * @param key the key
     */
    public void forget(K key) {
        flights.forget(Objects.requireNonNull(key, "the key is null"));
    }

    /** {@linkplain #forget Forgets} all loads that are under way: for who clears the cache right after. */
    public void forgetAll() {
        flights.forgetAll();
    }
}
