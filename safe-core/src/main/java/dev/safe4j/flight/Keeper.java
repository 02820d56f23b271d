package dev.safe4j.flight;

import org.jspecify.annotations.Nullable;

/**
 * Where loaded values go. One of the two is called for each value that a load brings, on its thread, before its callers are told.
 *
 * @param <K> what is asked for
 * @param <V> what is loaded
 */
interface Keeper<K, V extends @Nullable Object> {

    /** Keeps a value: whoever forgets its key meanwhile waits until it is kept. */
    void keep(K key, V value);

    /** Drops a value whose key was forgotten, or that nobody waits for. */
    void drop(K key, V value);
}
