package dev.safe4j.micrometer;

import dev.safe4j.lock.LockListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Observations of what takes time with a store's locks, which traces show as spans. Thread-safe.
 *
 * <table>
 * <caption>All carry the low-cardinality key value {@code store}</caption>
 * <tr><th>observation</th><th>from, to</th><th>further key values</th></tr>
 * <tr><td>{@code safe4j.lock.acquire}</td><td>an attempt to acquire, with its wait</td><td>{@code outcome}, as of {@code safe4j.lock.wait}</td></tr>
 * <tr><td>{@code safe4j.lock.run}</td><td>the body of {@code withLock} or {@code withLocks}</td><td>none; what the body threw is its error</td></tr>
 * </table>
 *
 * <p>Both are the current observation of their thread while they last, so what is observed inside becomes their child. The names are none
 * of {@link LockMeters}', since a handler may make timers of observations. The keys are no key values, of either cardinality: they often
 * name a person or an order, and traces leave the service. Who wants them takes them from {@link KeysContext} by an {@code
 * ObservationFilter}.
 */
public final class LockObservations implements LockListener {

    private final ObservationRegistry registry;
    private final String store;

    /** What an observation of locks knows: their keys, as plain data. */
    public static final class KeysContext extends Observation.Context {

        private final List<String> keys;

        KeysContext(List<String> keys) {
            this.keys = List.copyOf(keys);
        }

        /**
         * Returns what is locked.
         *
         * @return the keys, those of one store
         */
        public List<String> keys() {
            return keys;
        }
    }

    /**
     * Makes the listener.
     *
     * @param registry where observations are reported
     * @param store the name of the store
     */
    public LockObservations(ObservationRegistry registry, String store) {
        this.registry = Objects.requireNonNull(registry, "the observation registry is null");
        this.store = Objects.requireNonNull(store, "the name of the store is null");
    }

    @Override
    public Consumer<Outcome> onAttemptBegins(List<String> keys) {
        Observation attempt = begin("safe4j.lock.acquire", "acquire lock", keys);
        Observation.Scope scope = attempt.openScope();
        return outcome -> {
            attempt.lowCardinalityKeyValue("outcome", outcome.name().toLowerCase(Locale.ROOT));
            scope.close();
            attempt.stop();
        };
    }

    @Override
    public Consumer<End> onRunBegins(List<String> keys) {
        Observation run = begin("safe4j.lock.run", "run with lock", keys);
        Observation.Scope scope = run.openScope();
        return end -> {
            Throwable failure = end.failure();
            if (failure != null) {
                run.error(failure);
            }
            scope.close();
            run.stop();
        };
    }

    private Observation begin(String name, String shown, List<String> keys) {
        return Observation.createNotStarted(name, () -> new KeysContext(keys), registry)
                .contextualName(shown)
                .lowCardinalityKeyValue("store", store)
                .start();
    }
}
