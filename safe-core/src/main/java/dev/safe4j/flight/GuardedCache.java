package dev.safe4j.flight;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StampedeGuard} has to know of a cache. How long entries stay at all is the cache's business: longer than the guard calls
 * them fresh, if old ones shall be served. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public interface GuardedCache<K, V> {

    /**
     * What a cache has.
     *
     * @param <V> the value's type
     * @param value the value
     * @param age since it was put, by a clock that all who share the cache agree on: the cache server's, or this process's own
     * @param cost how long it had taken to load
     */
    record Found<V>(V value, Duration age, Duration cost) {}

    /**
     * What a map of this process holds for a value.
     *
     * @param <V> the value's type
     * @param value the value
     * @param putAt by {@link System#nanoTime}: it means nothing to another process
     * @param cost how long it had taken to load
     */
    record Stored<V>(V value, long putAt, Duration cost) {}

    /**
     * Looks.
     *
     * @param key the key
     * @return what there is, null if nothing
     */
    @Nullable
    Found<V> find(K key);

    /**
     * Puts a value in place of what there is.
     *
     * @param key the key
     * @param value the value
     * @param cost how long it took to load
     */
    void put(K key, V value, Duration cost);

    /**
     * Removes what there is.
     *
     * @param key the key
     */
    void remove(K key);

    /**
     * Uses a map of this process, such as {@code asMap()} of a Caffeine cache.
     *
     * @param map the map; who changes it elsewhere should do so by the guard's {@link StampedeGuard#invalidate}
     * @param <K> the keys
     * @param <V> the values
     * @return the cache
     */
    static <K, V> GuardedCache<K, V> of(ConcurrentMap<K, Stored<V>> map) {
        Objects.requireNonNull(map, "the map is null");
        return new GuardedCache<>() {
            @Override
            public @Nullable Found<V> find(K key) {
                Stored<V> there = map.get(key);
                return there == null
                        ? null
                        : new Found<>(there.value(), Duration.ofNanos(System.nanoTime() - there.putAt()), there.cost());
            }

            @Override
            public void put(K key, V value, Duration cost) {
                map.put(key, new Stored<>(value, System.nanoTime(), cost));
            }

            @Override
            public void remove(K key) {
                map.remove(key);
            }
        };
    }
}
