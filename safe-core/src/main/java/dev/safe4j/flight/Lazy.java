package dev.safe4j.flight;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made at its first use, once, whoever asks at the same time: a client, a pool, a parsed file. Thread-safe; the promises
 * are those of {@link LazyMap}, which has values by key.
 *
 * @param <T> the value; may be null
 */
public final class Lazy<T extends @Nullable Object> implements AutoCloseable {

    private static final String KEY = "the lazy value";

    private final LazyMap<String, T> values;

    private Lazy(LazyMap<String, T> values) {
        this.values = values;
    }

    /**
     * Makes one whose value is closed with it if it is {@link AutoCloseable}.
     *
     * @param maker makes the value; again only after a failure or a {@link #reset}
     * @param <T> the value
     * @return the lazy value, to be closed
     */
    public static <T extends @Nullable Object> Lazy<T> of(Callable<? extends T> maker) {
        return new Lazy<>(LazyMap.of(key -> maker.call()));
    }

    /**
     * Makes one with a way to end its value.
     *
     * @param maker makes the value; again only after a failure or a {@link #reset}
     * @param closer ends it
     * @param <T> the value
     * @return the lazy value, to be closed
     */
    public static <T extends @Nullable Object> Lazy<T> of(
            Callable<? extends T> maker, LazyMap.Closer<? super T> closer) {
        return new Lazy<>(LazyMap.of(key -> maker.call(), closer));
    }

    /**
     * Sets how long a caller waits: {@link SingleFlight#DEFAULT_WAIT} unless said otherwise.
     *
     * @param longest longer than zero, at most a day
     * @return a lazy value with it, over the same value
     * @throws IllegalArgumentException if it is out of that
     */
    public Lazy<T> within(Duration longest) {
        return new Lazy<>(values.within(longest));
    }

    /**
     * Returns the value, which is made if there is none.
     *
     * @return the value
     * @throws RuntimeException what the maker threw; as for {@link LazyMap#get}
     */
    public T get() {
        return values.get(KEY);
    }

    /**
     * Tells whether the value was made.
     *
     * @return true if {@link #get} has nothing to make
     */
    public boolean isMade() {
        return values.isMade(KEY);
    }

    /** Closes the value, if there is one, and has the next caller make another; as {@link LazyMap#remove}. */
    public void reset() {
        values.remove(KEY);
    }

    /** Closes the value; who asks or waits gets an {@link IllegalStateException}. Does nothing the second time. */
    @Override
    public void close() {
        values.close();
    }
}
