package dev.safe4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobPolicy;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobWorker;
import dev.safe4j.job.MemoryJobStore;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meters and the spans of jobs. */
@Timeout(60)
class JobMetersTest {

    private static final JobPolicy TWICE =
            JobPolicy.defaults().attempts(2).delays(Duration.ofMillis(1), Duration.ofMillis(1));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestObservationRegistry observations = TestObservationRegistry.create();
    private final MemoryJobStore store = new MemoryJobStore();

    /** Writes and reads as a tracer's propagator does. */
    private static final class Propagator implements ObservationHandler<Observation.Context> {

        private final List<String> received = new CopyOnWriteArrayList<>();

        @Override
        @SuppressWarnings("unchecked")
        public void onStart(Observation.Context context) {
            if (context instanceof SenderContext<?> sender) {
                SenderContext<Object> any = (SenderContext<Object>) sender;
                any.getSetter().set(any.getCarrier(), "traceparent", "00-1");
            } else if (context instanceof ReceiverContext<?> receiver) {
                ReceiverContext<Object> any = (ReceiverContext<Object>) receiver;
                received.add(String.valueOf(any.getGetter().get(any.getCarrier(), "traceparent")));
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private JobQueue queue() {
        return JobQueue.builder(store)
                .listener(new JobMeters(meters, "orders"))
                .context(new JobObservations(observations, "orders"))
                .build();
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time left").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void types_without_end_share_one_tag() {
        JobMeters listener = new JobMeters(meters, "orders");
        for (int i = 0; i < 1_000; i++) {
            listener.onEnqueued("mail-to-" + i, 1);
        }
        assertThat(meters.find("safe4j.job.enqueued").counters()).hasSize(201);
        assertThat(meters.get("safe4j.job.enqueued")
                        .tag("type", "others")
                        .counter()
                        .count())
                .isEqualTo(800);
    }

    @Test
    void what_becomes_of_jobs_is_counted_by_type() {
        try (JobQueue jobs = queue();
                JobWorker worker = jobs.worker()
                        .handle("mail", String.class, (mail, run) -> {})
                        .handle("report", String.class, TWICE, (report, run) -> {
                            throw new IllegalStateException("no");
                        })
                        .build()) {
            jobs.enqueueAll("mail", List.of("1", "2", "3"));
            jobs.enqueue("report", "a");
            worker.start();
            until(() -> store.counts().stream().allMatch(each -> each.state() == JobState.DEAD));
        }
        assertThat(meters.counter("safe4j.job.enqueued", "store", "orders", "type", "mail")
                        .count())
                .isEqualTo(3);
        assertThat(ended("mail", "done")).isEqualTo(3);
        assertThat(ended("report", "failed")).isEqualTo(1);
        assertThat(ended("report", "dead")).isEqualTo(1);
        assertThat(meters.timer("safe4j.job.waited", "store", "orders", "type", "mail")
                        .count())
                .isEqualTo(3);
        assertThat(meters.summary("safe4j.job.claimed", "store", "orders").totalAmount())
                .isEqualTo(5);
    }

    /** A rule that asks how much a counter has risen does not see one that begins at one. */
    @Test
    void how_runs_can_end_is_counted_from_zero_on() {
        try (JobQueue jobs = queue();
                JobWorker worker = jobs.worker()
                        .handle("mail", String.class, (mail, run) -> {})
                        .build()) {
            jobs.enqueue("mail", "1");
            worker.start();
            until(() -> store.counts().isEmpty());
        }
        assertThat(meters.get("safe4j.job.ended")
                        .tags("type", "mail", "end", "lost")
                        .timer()
                        .count())
                .isZero();
        assertThat(meters.get("safe4j.job.abandoned")
                        .tags("type", "mail")
                        .counter()
                        .count())
                .isZero();
    }

    private long ended(String type, String end) {
        return meters.timer("safe4j.job.ended", "store", "orders", "type", type, "end", end)
                .count();
    }

    @Test
    void how_late_claims_are_renewed_is_measured() {
        try (JobQueue jobs = queue();
                JobWorker worker = jobs.worker()
                        .handle(
                                "mail",
                                String.class,
                                (mail, run) -> until(() -> heartbeat().count() > 0))
                        .lease(Duration.ofSeconds(1))
                        .build()) {
            jobs.enqueue("mail", "1");
            worker.start();
            until(() -> store.counts().isEmpty());
        }
        assertThat(heartbeat().max(TimeUnit.SECONDS)).isBetween(0.0, 1.0);
    }

    private Timer heartbeat() {
        return meters.timer("safe4j.job.heartbeat", "store", "orders");
    }

    @Test
    void a_run_is_a_span_that_follows_from_where_the_job_was_enqueued() {
        Propagator propagator = new Propagator();
        observations.observationConfig().observationHandler(propagator);
        List<Boolean> current = new CopyOnWriteArrayList<>();
        try (JobQueue jobs = queue();
                JobWorker worker = jobs.worker()
                        .handle("mail", String.class, TWICE.attempts(1), (mail, run) -> {
                            current.add(observations.getCurrentObservation() != null);
                            throw new IllegalStateException("no");
                        })
                        .build()) {
            jobs.enqueue("mail", "a");
            worker.start();
            until(() -> store.counts().stream().allMatch(each -> each.state() == JobState.DEAD));
        }
        assertThat(current).containsExactly(true);
        assertThat(propagator.received).containsExactly("00-1");
        TestObservationRegistryAssert.assertThat(observations)
                .doesNotHaveAnyRemainingCurrentObservation()
                .hasNumberOfObservationsWithNameEqualTo("safe4j.job.enqueue", 1)
                .hasObservationWithNameEqualTo("safe4j.job.run")
                .that()
                .hasBeenStopped()
                .hasLowCardinalityKeyValue("type", "mail")
                .hasError();
    }
}
