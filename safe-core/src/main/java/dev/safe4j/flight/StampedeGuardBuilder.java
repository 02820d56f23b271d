package dev.safe4j.flight;

import dev.safe4j.background.WorkerThreads;
import dev.safe4j.lock.Locks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link StampedeGuard} is set up; begun by {@link StampedeGuard#over}. For one thread.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class StampedeGuardBuilder<K, V> {

    final GuardedCache<K, V> cache;
    final List<FlightListener> listeners = new ArrayList<>();
    Duration freshFor = StampedeGuard.DEFAULT_FRESH;
    Duration staleFor = Duration.ZERO;
    Duration wait = SingleFlight.DEFAULT_WAIT;
    double earliness = 1;
    boolean servesOld;
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

    @Nullable
    Locks locks;

    Function<? super K, String> lockOf = String::valueOf;
    Executor executor = WorkerThreads.named("safe4j-stampede");

    /** Nanoseconds count no more than thrice that. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    StampedeGuardBuilder(GuardedCache<K, V> cache) {
        this.cache = Objects.requireNonNull(cache, "the cache is null");
    }

    /**
     * Sets how long a value is fresh: {@link StampedeGuard#DEFAULT_FRESH} unless said otherwise.
     *
     * @param time longer than zero, at most a hundred years
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public StampedeGuardBuilder<K, V> freshFor(Duration time) {
        if (time.isZero() || time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "values are fresh for longer than zero and at most a hundred years, but " + time + " was given.");
        }
        freshFor = time;
        return this;
    }

    /**
     * Sets how long after that a value is served while one load of it is under way; not at all unless said otherwise.
     *
     * @param time zero or longer
     * @return this
     * @throws IllegalArgumentException if it is negative or longer than a hundred years
     */
    public StampedeGuardBuilder<K, V> staleFor(Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "values are stale for zero or longer and at most a hundred years, but " + time + " was given.");
        }
        staleFor = time;
        return this;
    }

    /**
     * Sets how eagerly values are loaded anew before their time is over. The nearer the end, and the longer the last load took, the more
     * likely one of the readers is to start it: when {@code age - cost * earliness * ln(random)} reaches the time for which it is fresh,
     * so that of many readers, on however many machines, few do.
     *
     * @param earliness zero for never; 1 unless said otherwise
     * @return this
     * @throws IllegalArgumentException if it is negative, infinite or no number
     */
    public StampedeGuardBuilder<K, V> early(double earliness) {
        if (!(earliness >= 0) || Double.isInfinite(earliness)) {
            throw new IllegalArgumentException("the earliness is zero or more, but " + earliness + " was given.");
        }
        this.earliness = earliness;
        return this;
    }

    /**
     * Sets how long a reader waits for a load.
     *
     * @param longest longer than zero, at most a day
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public StampedeGuardBuilder<K, V> within(Duration longest) {
        wait = SingleFlight.checked(longest);
        return this;
    }

    /**
     * Has a reader get what the cache still has, however old, when a load takes too long or fails; else it gets the exception.
     *
     * @return this
     */
    public StampedeGuardBuilder<K, V> orOld() {
        servesOld = true;
        return this;
    }

    /**
     * Has one process load at a time, of all that share the locks; the others look into the cache, which they have to share as well, when
     * it is done. A lock that is not free in the time of {@link Locks#within}, or whose store fails, keeps nobody from loading: then each
     * process loads once.
     *
     * @param shared the locks; their wait should be shorter than that of {@link #within}
     * @param names makes the name of the lock of a key
     * @return this
     */
    public StampedeGuardBuilder<K, V> across(Locks shared, Function<? super K, String> names) {
        locks = Objects.requireNonNull(shared, "the locks are null");
        lockOf = Objects.requireNonNull(names, "what names the locks is null");
        return this;
    }

    /**
     * Sets where loads run.
     *
     * @param threads runs them
     * @return this
     */
    public StampedeGuardBuilder<K, V> executor(Executor threads) {
        executor = Objects.requireNonNull(threads, "the executor is null");
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of loads, and what readers got
     * @return this
     */
    public StampedeGuardBuilder<K, V> listener(FlightListener listener) {
        listeners.add(Objects.requireNonNull(listener, "the listener is null"));
        return this;
    }

    StampedeGuardBuilder<K, V> random(DoubleSupplier numbers) {
        random = numbers;
        return this;
    }

    /**
     * Sets it up.
     *
     * @return the guard; need not be closed
     */
    public StampedeGuard<K, V> build() {
        return new StampedeGuard<>(this);
    }
}
