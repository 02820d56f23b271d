package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallersAndAwaitTest {

    @Test
    void all_callers_are_inside_at_the_same_time_and_their_results_are_in_order() {
        CountDownLatch inside = new CountDownLatch(8);
        List<Callers.Result<Integer>> results = Callers.run(8, Duration.ofSeconds(10), caller -> () -> {
            inside.countDown();
            inside.await();
            if (caller == 3) {
                throw new IllegalStateException("three");
            }
            return caller;
        });
        assertThat(results).extracting(Callers.Result::caller).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(results.get(3).failure()).hasMessage("three");
        assertThat(results.get(3).isSuccess()).isFalse();
        assertThat(results.get(4).value()).isEqualTo(4);
    }

    @Test
    void a_caller_that_never_comes_back_is_shown_with_its_stack() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> Callers.run(2, Duration.ofMillis(200), caller -> () -> {
                    if (caller == 1) {
                        never.await();
                    }
                    return caller;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 of 2 callers did not come back")
                .hasMessageContaining("caller-1 WAITING")
                .hasMessageContaining("CountDownLatch.await");
    }

    @Test
    void a_condition_that_throws_is_not_true_yet() {
        AtomicInteger asked = new AtomicInteger();
        Await.until(Duration.ofSeconds(5), "third time", () -> {
            if (asked.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
            return true;
        });
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_bound_that_passes_names_what_was_awaited() {
        assertThatThrownBy(() -> Await.until(Duration.ofMillis(50), "pigs fly", () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("pigs fly");
    }

    @Test
    void an_interrupt_ends_the_waiting_and_is_kept() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Await.until(Duration.ofSeconds(5), "pigs fly", () -> false))
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
