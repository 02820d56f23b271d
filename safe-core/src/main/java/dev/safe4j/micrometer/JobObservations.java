package dev.safe4j.micrometer;

import dev.safe4j.job.JobContext;
import dev.safe4j.job.JobRun;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Observations of jobs that traces show as spans, the run of a job as one that follows from where it was enqueued. Thread-safe.
 *
 * <table>
 * <caption>Both carry the low-cardinality key value {@code store}</caption>
 * <tr><th>observation</th><th>from, to</th><th>further key values</th></tr>
 * <tr><td>{@code safe4j.job.enqueue}</td><td>the moment at which jobs are enqueued</td><td>none</td></tr>
 * <tr><td>{@code safe4j.job.run}</td><td>a run of a handler</td><td>{@code type}; what it threw is its error</td></tr>
 * </table>
 *
 * <p>The run's observation is the current one of its thread while it lasts, so what is observed inside becomes its child. What goes along is
 * what a propagator writes, such as {@code traceparent}; without one, nothing does.
 */
public final class JobObservations implements JobContext {

    private final ObservationRegistry registry;
    private final String store;

    /**
     * Makes the context.
     *
     * @param registry where observations are reported
     * @param store the name of the store
     */
    public JobObservations(ObservationRegistry registry, String store) {
        this.registry = Objects.requireNonNull(registry, "the observation registry is null");
        this.store = Objects.requireNonNull(store, "the name of the store is null");
    }

    @Override
    public Map<String, String> capture() {
        Map<String, String> carrier = new HashMap<>();
        SenderContext<Map<String, String>> sender = new SenderContext<>(
                (to, name, value) -> Objects.requireNonNull(to).put(name, value), Kind.PRODUCER);
        sender.setCarrier(carrier);
        sender.setRemoteServiceName(store);
        Observation.createNotStarted("safe4j.job.enqueue", () -> sender, registry)
                .contextualName("enqueue job")
                .lowCardinalityKeyValue("store", store)
                .start()
                .stop();
        return carrier;
    }

    @Override
    public Scope open(JobRun run, Map<String, String> context) {
        ReceiverContext<Map<String, String>> receiver =
                new ReceiverContext<>((from, name) -> from.get(name), Kind.CONSUMER);
        receiver.setCarrier(context);
        receiver.setRemoteServiceName(store);
        Observation observation = Observation.createNotStarted("safe4j.job.run", () -> receiver, registry)
                .contextualName("run " + run.type())
                .lowCardinalityKeyValue("store", store)
                .lowCardinalityKeyValue("type", run.type())
                .start();
        Observation.Scope scope = observation.openScope();
        return new Scope() {
            @Override
            public void failed(Throwable failure) {
                observation.error(failure);
            }

            @Override
            public void close() {
                scope.close();
                observation.stop();
            }
        };
    }
}
