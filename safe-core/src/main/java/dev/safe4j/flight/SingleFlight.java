package dev.safe4j.flight;

import dev.safe4j.flight.Flight.Caller;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads a value once for all who ask for its key at the same time. It keeps nothing: who asks after the load has ended causes another one.
 * Immutable and thread-safe: {@link #within} returns another over the same loads.
 *
 * <p>A load runs on a thread of its own, and so in no transaction of a caller: what one of them has not committed is none of the
 * others' business. All get the same object, and the same exception. A caller leaves when its time is over, its thread is interrupted,
 * or its future is cancelled or otherwise completed; that changes nothing for the others. When the last one leaves, the load is
 * interrupted, and who comes then starts another one, though a loader that ignores the interrupt still runs.
 *
 * @param <K> what is asked for; with {@code equals} and {@code hashCode}
 * @param <V> what is loaded; may be null
 */
public final class SingleFlight<K, V extends @Nullable Object> {

    /** How long a caller waits, unless said otherwise. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Flights<K, V> flights;
    private final Duration wait;

    SingleFlight(Flights<K, V> flights, Duration wait) {
        this.flights = flights;
        this.wait = checked(wait);
    }

    /**
     * Makes one with the defaults: loads run on threads of its own, virtual ones where the JDK has them.
     *
     * @param <K> what is asked for
     * @param <V> what is loaded
     * @return the single flight
     */
    public static <K, V extends @Nullable Object> SingleFlight<K, V> create() {
        return new SingleFlightBuilder<K, V>().build();
    }

    /**
     * Begins to set one up.
     *
     * @param <K> what is asked for
     * @param <V> what is loaded
     * @return the set-up
     */
    public static <K, V extends @Nullable Object> SingleFlightBuilder<K, V> builder() {
        return new SingleFlightBuilder<>();
    }

    /**
     * Sets how long a caller waits.
     *
     * @param longest longer than zero, at most a day
     * @return a single flight with it, over the same loads
     * @throws IllegalArgumentException if it is out of that
     */
    public SingleFlight<K, V> within(Duration longest) {
        return new SingleFlight<>(flights, longest);
    }

    static Duration checked(Duration wait) {
        if (wait.isNegative() || wait.isZero() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "a load is waited for longer than zero, at most " + LONGEST_WAIT + ", but " + wait + " was given.");
        }
        return wait;
    }

    /**
     * Returns what the load of the key brings, which is started if none is under way.
     *
     * @param key what is asked for
     * @param loader brings it; not called if somebody else's was called for the same key; should end when interrupted
     * @return the value
     * @throws RuntimeException what the loader threw, which all callers of this load get; so with an {@link Error}
     * @throws LoadFailedException if it threw a checked exception
     * @throws LoadTimeoutException if it took longer than this caller waits
     * @throws LoadInterruptedException if this caller's thread was interrupted; the flag is set
     * @throws IllegalStateException if the loader of the same key asks for it, itself or through others
     */
    public V load(K key, Callable<? extends V> loader) {
        Caller<V> caller = flights.join(key, loader, false);
        Runnable arrived;
        try {
            arrived = caller.isDone() ? () -> {} : flights.waiting(caller.flight);
        } catch (IllegalStateException circle) {
            caller.leave();
            throw circle;
        }
        try {
            return await(key, caller);
        } finally {
            arrived.run();
        }
    }

    private V await(K key, Caller<V> caller) {
        try {
            return caller.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failure(key, failed.getCause());
        } catch (TimeoutException late) {
            caller.leave();
            throw new LoadTimeoutException(key, wait);
        } catch (InterruptedException interrupted) {
            caller.leave();
            Thread.currentThread().interrupt();
            throw new LoadInterruptedException(key);
        }
    }

    private RuntimeException failure(K key, @Nullable Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new LoadFailedException(key, cause == null ? new IllegalStateException("no cause is known") : cause);
    }

    /**
     * Returns at once a future of what the load of the key brings. It is this caller's own: it ends with a {@link LoadTimeoutException}
     * when the time of {@link #within} is over; cancelling it, or completing it in any other way, leaves the load to the others. What
     * depends on it is run on the thread of the load or another one of the executor, and delays no other caller.
     *
     * @param key what is asked for
     * @param loader brings it, as for {@link #load}
     * @return the future; fails with what the loader threw
     * @throws IllegalStateException if the loader of the same key asks for it
     */
    public CompletableFuture<V> loadAsync(K key, Callable<? extends V> loader) {
        Caller<V> caller = flights.join(key, loader, true);
        if (!caller.isDone()) {
            CompletableFuture<@Nullable Void> time =
                    new CompletableFuture<@Nullable Void>().orTimeout(wait.toNanos(), TimeUnit.NANOSECONDS);
            ignored(time.whenComplete((none, over) -> {
                if (over != null) {
                    flights.execute(() -> caller.completeExceptionally(new LoadTimeoutException(key, wait)));
                }
            }));
            ignored(caller.whenComplete((value, failure) -> {
                caller.leave();
                time.complete(null);
            }));
        }
        return caller;
    }

    /** What these bring is what they do. */
    @SuppressWarnings("UnusedVariable")
    private static void ignored(CompletionStage<?> stage) {}

    /**
     * Forgets the load of a key that is under way, as what it reads may have changed: it goes to those who wait for it already, is not
     * kept, and who comes from now on starts another one. Waits if it is just being kept.
     *
     * @param key what was changed
     */
    public void forget(K key) {
        flights.forget(key);
    }

    /** {@linkplain #forget Forgets} all loads that are under way, as anything may have changed. */
    public void forgetAll() {
        flights.forgetAll();
    }

    /**
     * Returns how many loads are under way.
     *
     * @return the number, without those that were forgotten or deserted
     */
    public int running() {
        return flights.running.size();
    }

    Flights<K, V> flights() {
        return flights;
    }
}
