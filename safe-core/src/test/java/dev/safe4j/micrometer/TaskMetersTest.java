package dev.safe4j.micrometer;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.background.Repeat;
import dev.safe4j.background.RepeatingTask;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of background tasks is measured. */
@Timeout(60)
class TaskMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private long runs(String name, String end) {
        return registry.get("safe4j.background.run")
                .tags("name", name, "end", end)
                .timer()
                .count();
    }

    private double refused(String name) {
        return registry.get("safe4j.background.refused")
                .tags("name", name)
                .counter()
                .count();
    }

    @Test
    void runs_are_timed_and_what_was_left_out_is_counted() {
        BackgroundTasks tasks =
                BackgroundTasks.builder().listener(new TaskMeters(registry)).build();
        tasks.run("mail", () -> {});
        tasks.run("mail", () -> {
            throw new IllegalStateException("no server");
        });
        RepeatingTask sweep = tasks.repeat(new Repeat(Duration.ofMillis(1), Duration.ofMillis(1), 2), "sweep", () -> {
            throw new IllegalStateException("no broom");
        });
        until(() -> registry.find("safe4j.background.stopped").counter() != null);
        assertThat(sweep.isOver()).isTrue();
        tasks.close();
        assertThatThrownBy(() -> tasks.run("late", () -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(runs("mail", "returned")).isEqualTo(1);
        assertThat(runs("mail", "failed")).isEqualTo(1);
        assertThat(runs("sweep", "failed")).isEqualTo(2);
        assertThat(registry.get("safe4j.background.stopped")
                        .tags("name", "sweep")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(refused("late")).isEqualTo(1);
        assertThat(refused("mail")).as("is there before the first").isZero();
    }
}
