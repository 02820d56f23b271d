package dev.safe4j.flight;

import dev.safe4j.background.WorkerThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link SingleFlight} is set up; begun by {@link SingleFlight#builder}. For one thread.
 *
 * @param <K> what is asked for
 * @param <V> what is loaded
 */
public final class SingleFlightBuilder<K, V extends @Nullable Object> {

    private final List<FlightListener> listeners = new ArrayList<>();
    private Duration wait = SingleFlight.DEFAULT_WAIT;
    private @Nullable Executor executor;
    private @Nullable Keeper<K, V> keeper;
    private boolean goesOn;

    SingleFlightBuilder() {}

    /**
     * Sets where loads run.
     *
     * @param threads runs them; one that runs them on the caller's thread leaves the caller no time-out of its own
     * @return this
     */
    public SingleFlightBuilder<K, V> executor(Executor threads) {
        executor = Objects.requireNonNull(threads, "the executor is null");
        return this;
    }

    /**
     * Sets how long a caller waits, unless it says otherwise.
     *
     * @param longest longer than zero, at most a day
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public SingleFlightBuilder<K, V> within(Duration longest) {
        wait = SingleFlight.checked(longest);
        return this;
    }

    /**
     * Has every value kept before its callers are told: in a cache, say. Not those whose key was {@linkplain SingleFlight#forget
     * forgotten} while they were loaded, and not those that nobody waits for any more; so who forgets a key first, and removes it from
     * where it is kept then, leaves nothing old there.
     *
     * @param where keeps a value, on the thread of the load; an exception is logged, and the callers get the value
     * @return this
     */
    public SingleFlightBuilder<K, V> keep(BiConsumer<? super K, ? super V> where) {
        Objects.requireNonNull(where, "where values are kept is null");
        return keeper(new Keeper<>() {
            @Override
            public void keep(K key, V value) {
                where.accept(key, value);
            }

            @Override
            public void drop(K key, V value) {}
        });
    }

    SingleFlightBuilder<K, V> keeper(Keeper<K, V> ofValues) {
        keeper = ofValues;
        return this;
    }

    /** Loads go on when nobody waits for them. */
    SingleFlightBuilder<K, V> goingOn() {
        goesOn = true;
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of loads
     * @return this
     */
    public SingleFlightBuilder<K, V> listener(FlightListener listener) {
        listeners.add(Objects.requireNonNull(listener, "the listener is null"));
        return this;
    }

    SingleFlightBuilder<K, V> listeners(List<FlightListener> all) {
        listeners.addAll(all);
        return this;
    }

    /**
     * Sets it up.
     *
     * @return the single flight; need not be closed
     */
    public SingleFlight<K, V> build() {
        Executor threads = executor == null ? WorkerThreads.named("safe4j-flight") : executor;
        return new SingleFlight<>(new Flights<>(threads, keeper, goesOn, listeners), wait);
    }
}
