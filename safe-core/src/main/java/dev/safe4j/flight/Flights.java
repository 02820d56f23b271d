package dev.safe4j.flight;

import dev.safe4j.flight.Flight.Caller;
import dev.safe4j.flight.FlightListener.End;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loads that are under way, by their keys; empty when there are none. Thread-safe. */
final class Flights<K, V extends @Nullable Object> {

    private static final Logger LOG = LoggerFactory.getLogger(SingleFlight.class);
    private static final int LONGEST_CHAIN = 1_000;

    final ConcurrentHashMap<K, Flight<K, V>> running = new ConcurrentHashMap<>();
    final Executor executor;
    final boolean goesOn;
    private final @Nullable Keeper<K, V> keeper;
    private final List<FlightListener> listeners;

    /** The flight whose value the thread loads. In a cell that stays, as putting one in and out for each load costs more than a load. */
    @SuppressWarnings("ThreadLocalUsage") // each of them has loads of its own
    private final ThreadLocal<@Nullable Object[]> current = ThreadLocal.withInitial(() -> new Object[1]);

    /**
     * Makes them.
     *
     * @param executor runs the loads
     * @param keeper where values go; null for nowhere
     * @param goesOn whether a load goes on when nobody waits for it
     * @param listeners are told
     */
    Flights(Executor executor, @Nullable Keeper<K, V> keeper, boolean goesOn, List<FlightListener> listeners) {
        this.executor = executor;
        this.keeper = keeper;
        this.goesOn = goesOn;
        this.listeners = List.copyOf(listeners);
    }

    /** Joins the load of the key, or starts it. */
    Caller<V> join(K key, Callable<? extends V> loader, boolean hasDependents) {
        Objects.requireNonNull(key, "the key of a load is null");
        Objects.requireNonNull(loader, "the loader is null");
        Flight<?, ?> inside = current();
        if (inside != null && inside.key.equals(key)) {
            throw circle(key, "itself");
        }
        while (true) {
            Flight<K, V> flight = running.get(key);
            if (flight == null) {
                Flight<K, V> mine = new Flight<>(this, key, loader);
                Caller<V> first = mine.boardFirst(hasDependents);
                flight = running.putIfAbsent(key, mine);
                if (flight == null) {
                    mine.start();
                    return first;
                }
            }
            Caller<V> caller = flight.board(hasDependents);
            if (caller != null) {
                return caller;
            }
            running.remove(key, flight);
        }
    }

    /** Starts a load that nobody waits for yet, if none is under way; it goes on until somebody comes, and the last of them leaves. */
    void startAlone(K key, Callable<? extends V> loader) {
        Flight<K, V> mine = new Flight<>(this, key, loader);
        if (running.putIfAbsent(key, mine) == null) {
            mine.start();
        }
    }

    void forget(K key) {
        Flight<K, V> flight = running.get(key);
        if (flight != null) {
            flight.forget();
            running.remove(key, flight);
        }
    }

    /** Those that are under way when it is called; who comes while it runs reads what has changed. */
    void forgetAll() {
        running.keySet().forEach(this::forget);
    }

    /** The calling thread loads this flight's value from now on; what it loaded before is returned. */
    @Nullable
    Flight<?, ?> enter(Flight<K, V> flight) {
        @Nullable Object[] cell = current.get();
        Flight<?, ?> around = (Flight<?, ?>) cell[0];
        cell[0] = flight;
        return around;
    }

    void exit(@Nullable Flight<?, ?> around) {
        current.get()[0] = around;
    }

    private @Nullable Flight<?, ?> current() {
        return (Flight<?, ?>) current.get()[0];
    }

    /** Marks what the loader on this thread, if there is one, is about to wait for; what is returned has to be run after. */
    Runnable waiting(Flight<?, ?> target) {
        Flight<?, ?> inside = current();
        if (inside == null) {
            return () -> {};
        }
        inside.waitsFor = target;
        Flight<?, ?> next = target;
        for (int i = 0; next != null && i < LONGEST_CHAIN; i++) {
            if (next == inside) {
                inside.waitsFor = null;
                throw circle(inside.key, "'" + target.key + "', whose load waits for it");
            }
            next = next.waitsFor;
        }
        return () -> inside.waitsFor = null;
    }

    private static IllegalStateException circle(Object key, String what) {
        return new IllegalStateException("the loader of '" + key + "' asks for " + what
                + ", and would wait for ever. Load what both need under a key of its own.");
    }

    boolean keeps() {
        return keeper != null;
    }

    /** Whether anybody is told what becomes of loads. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** Keeps a value; an error is returned, an exception of the keeper logged: the callers get the value. */
    @Nullable
    Throwable keep(K key, V value) {
        return keeper == null ? null : guarded(() -> keeper.keep(key, value));
    }

    @Nullable
    Throwable drop(K key, V value) {
        return keeper == null ? null : guarded(() -> keeper.drop(key, value));
    }

    private static @Nullable Throwable guarded(Runnable step) {
        try {
            step.run();
            return null;
        } catch (RuntimeException failure) {
            LOG.warn("What was loaded could not be kept or dropped; its callers get it.", failure);
            return null;
        } catch (Error error) {
            return error;
        }
    }

    /** On this thread if there is none for it. */
    void execute(Runnable step) {
        try {
            executor.execute(step);
        } catch (RejectedExecutionException here) {
            step.run();
        } catch (RuntimeException | Error noThread) {
            LOG.warn("There is no thread for who waits for a load; it is told here.", noThread);
            step.run();
        }
    }

    /** A failure that nobody waited for is said at least here. */
    void nobodyTold(K key, Throwable failure) {
        if (failure instanceof Error) {
            LOG.error("The load of '{}' ended with an error, and nobody waits for it.", key, failure);
        } else {
            LOG.debug("The load of '{}' failed, and nobody waits for it.", key, failure);
        }
    }

    void tell(End end, Duration took, int callers) {
        tell(listener -> listener.onLoad(end, took, callers));
    }

    void tell(Consumer<FlightListener> event) {
        for (FlightListener each : listeners) {
            try {
                event.accept(each);
            } catch (RuntimeException | Error failure) { // the latter of libraries that do not fit together
                LOG.warn("A flight listener failed; nothing else changes.", failure);
            }
        }
    }
}
