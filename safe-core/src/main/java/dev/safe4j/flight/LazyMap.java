package dev.safe4j.flight;

import dev.safe4j.background.WorkerThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values by key, each made at its first use, once, and then kept until it is removed. Immutable but for its values, and thread-safe:
 * {@link #within} returns another over the same values.
 *
 * <p>What is being made is shared already: who asks meanwhile waits for it. Making goes on when all who wait have left, so that it never
 * happens twice at once; it runs on a thread of its own, and in no transaction. A failure goes to those who wait, and is not kept: the
 * next caller tries again. Its values are its own, and closed by it.
 *
 * @param <K> the keys; with {@code equals} and {@code hashCode}
 * @param <V> the values; may be null
 */
public final class LazyMap<K, V extends @Nullable Object> implements AutoCloseable {

    /**
     * Makes values.
     *
     * @param <K> of which keys
     * @param <V> the values
     */
    @FunctionalInterface
    public interface Maker<K, V extends @Nullable Object> {

        /**
         * Makes the value of a key; should end when interrupted.
         *
         * @param key the key
         * @return the value
         * @throws Exception whatever it throws
         */
        V make(K key) throws Exception;
    }

    /**
     * Ends values.
     *
     * @param <V> the values
     */
    @FunctionalInterface
    public interface Closer<V extends @Nullable Object> {

        /**
         * Ends a value that was removed, or that came too late.
         *
         * @param value the value
         * @throws Exception whatever it throws; it is logged
         */
        void close(V value) throws Exception;
    }

    /** A value, as it stands in the map, null too. */
    private static final class Made<V extends @Nullable Object> {

        final V value;
        /** Written on the thread that made it, before others see it. */
        boolean isKept;

        Made(V value) {
            this.value = value;
        }
    }

    /** What all views of one map share. */
    private static final class Values<K, V extends @Nullable Object> implements Keeper<K, Made<V>> {

        final ConcurrentHashMap<K, Made<V>> kept = new ConcurrentHashMap<>();
        final Maker<? super K, ? extends V> maker;
        final Closer<? super V> closer;
        volatile boolean isClosed;

        Values(Maker<? super K, ? extends V> maker, Closer<? super V> closer) {
            this.maker = maker;
            this.closer = closer;
        }

        @Override
        public void keep(K key, Made<V> made) {
            if (made.isKept) {
                return; // it was found in the map, and may have been removed since
            }
            if (isClosed) {
                end(key, made);
            } else {
                made.isKept = true;
                kept.put(key, made);
            }
        }

        @Override
        public void drop(K key, Made<V> made) {
            if (!made.isKept) {
                end(key, made);
            }
        }

        void end(K key, Made<V> made) {
            try {
                closer.close(made.value);
            } catch (Exception failure) {
                LOG.warn("The value of '{}' could not be closed.", key, failure);
            }
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(LazyMap.class);

    private final Values<K, V> values;
    private final SingleFlight<K, Made<V>> flights;

    private LazyMap(Values<K, V> values, SingleFlight<K, Made<V>> flights) {
        this.values = values;
        this.flights = flights;
    }

    /**
     * Makes a map whose values are closed if they are {@link AutoCloseable}.
     *
     * @param maker makes the value of a key, once
     * @param <K> the keys
     * @param <V> the values
     * @return the map, to be closed
     */
    public static <K, V extends @Nullable Object> LazyMap<K, V> of(Maker<? super K, ? extends V> maker) {
        return of(maker, LazyMap::closeIfCloseable);
    }

    /**
     * Makes a map.
     *
     * @param maker makes the value of a key, once
     * @param closer ends a value that was removed, or that nobody got
     * @param <K> the keys
     * @param <V> the values
     * @return the map, to be closed
     */
    public static <K, V extends @Nullable Object> LazyMap<K, V> of(
            Maker<? super K, ? extends V> maker, Closer<? super V> closer) {
        return of(maker, closer, WorkerThreads.named("safe4j-lazy"));
    }

    static <K, V extends @Nullable Object> LazyMap<K, V> of(
            Maker<? super K, ? extends V> maker, Closer<? super V> closer, Executor executor) {
        Values<K, V> values = new Values<>(
                Objects.requireNonNull(maker, "what makes values is null"),
                Objects.requireNonNull(closer, "what ends values is null"));
        SingleFlightBuilder<K, Made<V>> flights = SingleFlight.builder();
        return new LazyMap<>(
                values, flights.executor(executor).keeper(values).goingOn().build());
    }

    private static void closeIfCloseable(@Nullable Object value) throws Exception {
        if (value instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /**
     * Sets how long a caller waits for a value that is being made: {@link SingleFlight#DEFAULT_WAIT} unless said otherwise.
     *
     * @param longest longer than zero, at most a day
     * @return a map with it, over the same values
     * @throws IllegalArgumentException if it is out of that
     */
    public LazyMap<K, V> within(Duration longest) {
        return new LazyMap<>(values, flights.within(longest));
    }

    /**
     * Returns the value of a key, which is made if there is none.
     *
     * @param key the key
     * @return the value
     * @throws RuntimeException what the maker threw; so with an {@link Error}
     * @throws LoadFailedException if it threw a checked exception
     * @throws LoadTimeoutException if it took longer than this caller waits; it goes on
     * @throws LoadInterruptedException if this caller's thread was interrupted; making goes on
     * @throws IllegalStateException if it is closed, or the maker of a key asks for its value
     */
    public V get(K key) {
        while (true) {
            Made<V> made = values.kept.get(Objects.requireNonNull(key, "the key is null"));
            if (made != null) {
                return made.value;
            }
            if (values.isClosed) {
                throw new IllegalStateException("the value of '" + key + "' is asked for, but it was closed before.");
            }
            made = flights.load(key, () -> make(key));
            if (made.isKept) {
                return made.value;
            } // else removed while it was made: another one is
        }
    }

    /** Looks again first: another load may have ended since the caller looked. */
    private Made<V> make(K key) throws Exception {
        Made<V> made = values.kept.get(key);
        return made != null ? made : new Made<>(values.maker.make(key));
    }

    /**
     * Tells whether the value of a key was made.
     *
     * @param key the key
     * @return true if {@link #get} has nothing to make
     */
    public boolean isMade(K key) {
        return values.kept.containsKey(key);
    }

    /**
     * Removes the value of a key and closes it; the next who asks has another one made. A value that is being made is closed when it is
     * there, and those who wait for it get the next one. An exception of the closing is logged.
     *
     * @param key the key
     */
    public void remove(K key) {
        flights.forget(key);
        Made<V> made = values.kept.remove(key);
        if (made != null) {
            flights.forget(key); // a load that began since may be bringing it still, to whoever joins
            values.end(key, made);
        }
    }

    /** Removes and closes all values; who asks or waits gets an {@link IllegalStateException}. Does nothing the second time. */
    @Override
    public void close() {
        values.isClosed = true;
        List<K> keys = new ArrayList<>(flights.flights().running.keySet());
        keys.forEach(this::remove);
        List.copyOf(values.kept.keySet()).forEach(this::remove);
    }
}
