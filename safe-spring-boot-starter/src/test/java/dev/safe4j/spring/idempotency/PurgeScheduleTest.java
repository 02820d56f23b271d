package dev.safe4j.spring.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.IdempotencyListener.Found;
import dev.safe4j.idempotency.RequestId;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PurgeScheduleTest {

    private static final RequestId ANY = new RequestId("", "any", "key");

    @Test
    void a_run_ends_when_there_is_nothing_left() {
        AtomicInteger left = new AtomicInteger(25);
        AtomicInteger steps = new AtomicInteger();
        try (PurgeSchedule purge = new PurgeSchedule(
                most -> {
                    steps.incrementAndGet();
                    int purged = Math.min(most, left.get());
                    left.addAndGet(-purged);
                    return purged;
                },
                Duration.ofHours(1),
                10,
                100)) {
            purge.run();
            assertThat(left.get()).isZero();
            assertThat(steps.get()).isEqualTo(3);
        }
    }

    @Test
    void and_at_its_bound() {
        AtomicInteger steps = new AtomicInteger();
        try (PurgeSchedule purge = new PurgeSchedule(
                most -> {
                    steps.incrementAndGet();
                    return most;
                },
                Duration.ofHours(1),
                10,
                7)) {
            purge.run();
            assertThat(steps.get()).isEqualTo(7);
        }
    }

    @Test
    void it_begins_with_the_first_request_and_survives_failures() throws Exception {
        CountDownLatch runs = new CountDownLatch(3);
        try (PurgeSchedule purge = new PurgeSchedule(
                most -> {
                    runs.countDown();
                    throw new IllegalStateException("as the test wants it");
                },
                Duration.ofMillis(20),
                10,
                7)) {
            assertThat(runs.await(200, TimeUnit.MILLISECONDS)).isFalse();
            purge.onFound(ANY, Found.CLAIMED);
            assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void its_bounds_are_checked() {
        assertThatThrownBy(() -> new PurgeSchedule(most -> 0, Duration.ofSeconds(-1), 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PurgeSchedule(most -> 0, Duration.ZERO, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PurgeSchedule(most -> 0, Duration.ZERO, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
