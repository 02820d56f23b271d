package dev.safe4j.fanout;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.fanout.Outcome.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors of listeners, of cleanups, and of values that are closed. */
@Timeout(60)
class FanOutErrorTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final List<Integer> ITEMS = List.of(0, 1, 2);

    private final Bodies bodies = new Bodies();
    private final AtomicInteger cleaned = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicReference<FanOutListener.End> told = new AtomicReference<>();

    private static NoSuchMethodError misfit() {
        return new NoSuchMethodError("of a library of another version");
    }

    private FanOuts.Builder watched() {
        return FanOuts.builder().listener(name -> told::set);
    }

    @Test
    void a_listener_that_throws_an_error_changes_nothing() {
        FanOuts erring = watched()
                .listener(name -> {
                    throw misfit();
                })
                .listener(name -> end -> {
                    throw misfit();
                })
                .build();
        assertThat(erring.over(ITEMS).all(item -> item)).isEqualTo(ITEMS);
        assertThat(told.get().failure()).isNull();
        assertThat(told.get().counts()).containsEntry(Kind.SUCCESS, 3);
    }

    @Test
    void a_cleanup_that_throws_an_error_costs_no_other_item() {
        Outcomes<Integer> outcomes = FanOut.over(ITEMS)
                .concurrency(1)
                .deadline(Duration.ofSeconds(5))
                .cleanup(item -> {
                    cleaned.incrementAndGet();
                    throw misfit();
                })
                .settle(bodies::run);
        assertThat(outcomes.count(Kind.SUCCESS)).isEqualTo(3);
        assertThat(outcomes.stillRunning()).isEmpty();
        assertThat(cleaned).hasValue(3);
    }

    @Test
    void a_late_value_whose_close_throws_an_error_costs_no_other_item() throws Exception {
        AutoCloseable late = () -> {
            closed.incrementAndGet();
            throw misfit();
        };
        CompletableFuture<Outcomes<AutoCloseable>> batch = CompletableFuture.supplyAsync(() -> FanOut.over(ITEMS)
                .concurrency(1)
                .each(SHORT)
                .deadline(Duration.ofSeconds(5))
                .grace(SHORT)
                .settle(item -> {
                    if (item == 0) {
                        bodies.runStubbornly(item);
                        return late;
                    }
                    bodies.run(item);
                    return closed::get;
                }));
        until(() -> bodies.interrupted.get() == 1);
        bodies.open();
        Outcomes<AutoCloseable> outcomes = batch.get(20, TimeUnit.SECONDS);
        assertThat(outcomes.get(0).kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(closed).hasValue(1);
        assertThat(bodies.ran).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(outcomes.stillRunning()).isEmpty();
    }
}
