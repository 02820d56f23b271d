package dev.safe4j.counter;

import dev.safe4j.counter.CounterListener.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners, none of which can break anything. Immutable and thread-safe. */
final class CounterEvents {

    static final CounterEvents NONE = new CounterEvents(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Counters.class);

    private final List<CounterListener> listeners;

    private CounterEvents(List<CounterListener> listeners) {
        this.listeners = listeners;
    }

    /** What a listener is told. */
    @FunctionalInterface
    interface Event {

        void tell(CounterListener listener, String key, Outcome outcome, Duration took);
    }

    CounterEvents and(CounterListener listener) {
        List<CounterListener> more = new ArrayList<>(listeners);
        more.add(Objects.requireNonNull(listener, "the listener is null"));
        return new CounterEvents(List.copyOf(more));
    }

    /** Runs a step of the store. */
    <T> T step(Event event, String key, Predicate<T> isDone, Supplier<T> step) {
        if (listeners.isEmpty()) {
            return step.get();
        }
        long begin = System.nanoTime();
        @Nullable Outcome outcome = null;
        try {
            T answer = step.get();
            outcome = isDone.test(answer) ? Outcome.DONE : Outcome.REFUSED;
            return answer;
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            tell(event, key, outcome == null ? Outcome.FAILED : outcome, took);
        }
    }

    private void tell(Event event, String key, Outcome outcome, Duration took) {
        for (CounterListener each : listeners) {
            try {
                event.tell(each, key, outcome, took);
            } catch (RuntimeException | Error failure) { // the latter of libraries that do not fit together
                LOG.warn("a listener of counters failed", failure);
            }
        }
    }
}
