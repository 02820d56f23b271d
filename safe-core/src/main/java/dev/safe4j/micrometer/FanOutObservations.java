package dev.safe4j.micrometer;

import dev.safe4j.fanout.FanOutListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Observations of fan-outs, which traces show as spans: {@code safe4j.fanout.run}, with the low-cardinality key value {@code name}. What
 * the call throws is its error. It is the current observation of the calling thread before items are begun: with {@link
 * PropagatedContext}, what is observed in an item is its child. Not for streams that another thread may close. Thread-safe.
 */
public final class FanOutObservations implements FanOutListener {

    private final ObservationRegistry registry;

    /**
     * Makes the listener.
     *
     * @param registry where observations are reported
     */
    public FanOutObservations(ObservationRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "the observation registry is null");
    }

    @Override
    public Consumer<End> onBatchBegins(String name) {
        Observation run = Observation.createNotStarted("safe4j.fanout.run", registry)
                .contextualName("fan out")
                .lowCardinalityKeyValue("name", name)
                .start();
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
}
