package dev.safe4j.fanout;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.fanout.Outcome.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors of listeners, of cleanups, of values that are closed, and of the executor. */
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

    @Test
    void a_thread_that_cannot_be_made_makes_it_slower_and_with_none_at_all_it_fails() {
        AtomicInteger threads = new AtomicInteger();
        FanOuts one = watched()
                .executor(task -> {
                    if (threads.incrementAndGet() > 1) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    new Thread(task).start();
                })
                .build();
        assertThatCode(() -> assertThat(one.over(ITEMS).all(bodies::run)).containsExactly(0, 10, 20))
                .doesNotThrowAnyException(); // JUnit passes no such error on as a failure
        assertThat(told.get().failure()).isNull();
        assertThat(bodies.most).hasValue(1);
        assertThatThrownBy(() -> one.over(ITEMS)
                        .cleanup(item -> cleaned.incrementAndGet())
                        .settle(bodies::run))
                .isInstanceOf(OutOfMemoryError.class)
                .isSameAs(told.get().failure());
        assertThat(cleaned).hasValue(3);
    }

    @Test
    void after_a_fault_of_the_executor_no_value_is_left_open_and_the_listener_knows_it() {
        AtomicInteger threads = new AtomicInteger();
        FanOuts breaking = watched()
                .executor(task -> {
                    if (threads.incrementAndGet() > 2) {
                        throw new IllegalStateException("a fault of the executor");
                    }
                    task.run();
                })
                .build();
        assertThatThrownBy(() -> breaking.over(Stream.of(0, 1, 2, 3))
                        .concurrency(1)
                        .settle(item -> (AutoCloseable) closed::incrementAndGet))
                .hasMessage("a fault of the executor")
                .satisfies(thrown -> assertThat(told.get().failure()).isSameAs(thrown));
        assertThat(threads).hasValue(3);
        assertThat(closed).as("of the two that ended before").hasValue(2);
    }

    @Test
    void items_that_can_no_more_be_read_at_the_end_leave_no_value_open() {
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            changed.add(i);
        }
        assertThatThrownBy(() -> watched().build().over(changed).concurrency(1).first(1, item -> {
                    changed.add(0);
                    return (AutoCloseable) closed::incrementAndGet;
                }))
                .isInstanceOf(ConcurrentModificationException.class)
                .satisfies(thrown -> assertThat(told.get().failure()).isSameAs(thrown));
        assertThat(closed).hasValue(1);
    }
}
