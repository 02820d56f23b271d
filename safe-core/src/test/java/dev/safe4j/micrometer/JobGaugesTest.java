package dev.safe4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.job.JobCount;
import dev.safe4j.job.JobState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The gauges of the jobs that there are. */
class JobGaugesTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger asked = new AtomicInteger();

    private List<JobCount> counted() {
        asked.incrementAndGet();
        return List.of(
                new JobCount("mail", JobState.READY, 7, Duration.ofMillis(2_500)),
                new JobCount("mail", JobState.WAITING, 2, Duration.ofMillis(3_500)),
                new JobCount("report", JobState.DEAD, 1, Duration.ZERO));
    }

    private double jobs(String type, String state) {
        return meters.get("safe4j.job.jobs")
                .tags("store", "orders", "type", type, "state", state)
                .gauge()
                .value();
    }

    @Test
    void they_say_what_there_is_and_ask_once_in_a_time() {
        JobGauges gauges = new JobGauges(meters, "orders", this::counted, LONG);
        assertThat(meters.getMeters()).isEmpty();
        gauges.watch("mail");
        assertThat(asked).as("nobody has read them").hasValue(0);
        assertThat(jobs("mail", "ready")).isEqualTo(7);
        assertThat(jobs("mail", "waiting")).isEqualTo(2);
        assertThat(jobs("mail", "running")).isZero();
        assertThat(jobs("report", "dead"))
                .as("a type that was found when they were read")
                .isEqualTo(1);
        assertThat(meters.get("safe4j.job.oldest").tags("type", "mail").gauge().value())
                .isEqualTo(3.5);
        assertThat(meters.get("safe4j.job.oldest")
                        .tags("type", "report")
                        .gauge()
                        .value())
                .isZero();
        assertThat(asked).hasValue(1);
    }

    @Test
    void they_are_no_numbers_while_the_store_does_not_answer_and_do_not_ask_it_again_at_once() {
        JobGauges gauges = new JobGauges(
                meters,
                "orders",
                () -> {
                    asked.incrementAndGet();
                    throw new IllegalStateException("down");
                },
                LONG);
        gauges.watch("mail");
        assertThat(meters.getMeters())
                .hasSize(6)
                .allSatisfy(each -> assertThat(((Gauge) each).value()).isNaN());
        assertThat(asked).hasValue(1);
    }

    @Test
    void types_without_bound_are_told_as_one_above_some_hundreds() {
        List<JobCount> many = IntStream.range(0, 210)
                .mapToObj(each -> new JobCount("type " + each, JobState.DEAD, 2, Duration.ofSeconds(each)))
                .toList();
        JobGauges gauges = new JobGauges(meters, "orders", () -> many, LONG);
        gauges.watch("type 0");
        assertThat(jobs("type 0", "dead")).isEqualTo(2);
        assertThat(jobs("others", "dead")).isEqualTo(20);
        assertThat(meters.get("safe4j.job.oldest")
                        .tags("type", "others")
                        .gauge()
                        .value())
                .isEqualTo(209);
        assertThat(meters.getMeters()).hasSize(201 * 6);
    }

    @Test
    void a_time_in_which_nothing_else_would_be_done_is_refused() {
        assertThatThrownBy(() -> new JobGauges(meters, "orders", this::counted, Duration.ofMillis(10)))
                .hasMessageContaining("not each PT0.01S");
    }
}
