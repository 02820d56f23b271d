package dev.safe4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryListener;
import dev.safe4j.retry.RetryPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What of runs that are run again is measured. */
class RetryMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Function<String, RetryListener> byName = RetryMeters.byName(registry);

    private void fail(String name, FaultClass fault, int times) {
        RetryPolicy.defaults()
                .attempts(3)
                .delays(Duration.ofMillis(1), Duration.ofMillis(1))
                .classifiedBy(failure -> fault)
                .listener(byName.apply(name))
                .run(attempt -> {
                    if (attempt.number() <= times) {
                        throw new IllegalStateException("no");
                    }
                    return "done";
                });
    }

    private double reruns(String name, String fault) {
        return registry.get("safe4j.retry.reruns")
                .tags("name", name, "fault", fault)
                .counter()
                .count();
    }

    private double givenUp(String name, String fault, String reason) {
        return registry.get("safe4j.retry.given_up")
                .tags("name", name, "fault", fault, "reason", reason)
                .counter()
                .count();
    }

    @Test
    void reruns_are_counted_by_name_and_fault() {
        fail("checkout", FaultClass.CONFLICT, 2);
        fail("checkout", FaultClass.TRANSIENT, 1);
        assertThat(reruns("checkout", "conflict")).isEqualTo(2);
        assertThat(reruns("checkout", "transient")).isEqualTo(1);
        assertThat(givenUp("checkout", "conflict", "attempts_exhausted"))
                .as("it is there from the beginning")
                .isZero();
    }

    @Test
    void who_gives_up_is_counted_by_the_reason() {
        assertThatThrownBy(() -> fail("checkout", FaultClass.CONFLICT, 3)).hasMessage("no");
        assertThatThrownBy(() -> fail("checkout", FaultClass.AMBIGUOUS, 1)).hasMessage("no");
        assertThatThrownBy(() -> fail("refund", FaultClass.PERMANENT, 1)).hasMessage("no");
        assertThat(reruns("checkout", "conflict")).isEqualTo(2);
        assertThat(givenUp("checkout", "conflict", "attempts_exhausted")).isEqualTo(1);
        assertThat(givenUp("checkout", "ambiguous", "not_retryable")).isEqualTo(1);
        assertThat(givenUp("refund", "permanent", "not_retryable")).isEqualTo(1);
        assertThat(reruns("refund", "conflict")).isZero();
    }

    @Test
    void names_without_end_share_one_tag() {
        for (int i = 0; i < 300; i++) {
            byName.apply("order " + i);
        }
        assertThat(registry.find("safe4j.retry.reruns")
                        .tags("fault", "conflict")
                        .counters())
                .hasSize(201);
        fail("order 299", FaultClass.CONFLICT, 1);
        assertThat(reruns("others", "conflict")).isEqualTo(1);
    }
}
