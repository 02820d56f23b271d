package dev.safe4j.fanout;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.fanout.Outcome.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** Deadlines, interrupts, errors, what ignores its interrupt, what is cleaned up, and where it refuses to start. */
@Timeout(60)
class FanOutEndTest {

    /** Long enough for items to begin on a busy machine. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Bodies bodies = new Bodies();
    private final AtomicInteger cleaned = new AtomicInteger();

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Kind> kinds(Outcomes<?> outcomes) {
        return outcomes.stream().map(Outcome::kind).toList();
    }

    @Test
    void an_item_whose_time_is_over_is_told_so_and_the_others_go_on() {
        Outcomes<Integer> outcomes = FanOut.over(numbers(6))
                .concurrency(2)
                .each(SHORT)
                .cleanup(item -> cleaned.incrementAndGet())
                .settle(item -> item == 1 ? bodies.runUntilOpen(item) : item);
        assertThat(kinds(outcomes))
                .containsExactly(Kind.SUCCESS, Kind.TIMED_OUT, Kind.SUCCESS, Kind.SUCCESS, Kind.SUCCESS, Kind.SUCCESS);
        assertThat(bodies.interrupted).hasValue(1);
        assertThat(cleaned).hasValue(6);
    }

    @Test
    void at_the_deadline_of_the_batch_what_has_ended_is_told_and_the_rest_as_unfinished() {
        Outcomes<Integer> outcomes = FanOut.over(numbers(6))
                .concurrency(2)
                .deadline(SHORT)
                .cleanup(item -> cleaned.incrementAndGet())
                .settle(item -> item == 0 ? 0 : bodies.runUntilOpen(item));
        assertThat(kinds(outcomes))
                .containsExactly(
                        Kind.SUCCESS,
                        Kind.TIMED_OUT,
                        Kind.TIMED_OUT,
                        Kind.NOT_STARTED,
                        Kind.NOT_STARTED,
                        Kind.NOT_STARTED);
        assertThat(bodies.ran).containsExactlyInAnyOrder(1, 2);
        assertThat(cleaned).hasValue(6);
    }

    /** A timed-out item keeps its place: else there would be more at once than allowed. */
    @Test
    void a_place_is_free_only_when_the_body_has_ended() {
        FutureTask<Outcomes<Integer>> batch = started(new FutureTask<>(
                () -> FanOut.over(numbers(3)).concurrency(1).each(SHORT).settle(bodies::runStubbornly)));
        until(() -> bodies.interrupted.get() == 1);
        assertThat(bodies.ran).containsExactly(0);
        bodies.open();
        Outcomes<Integer> outcomes = get(batch);
        assertThat(kinds(outcomes)).hasSize(3).startsWith(Kind.TIMED_OUT);
        assertThat(bodies.ran)
                .as("the others have run, if late on a busy machine")
                .containsExactlyInAnyOrder(0, 1, 2);
        assertThat(bodies.most).hasValue(1);
    }

    @Test
    void a_weight_is_free_only_when_the_body_has_ended() {
        FutureTask<Outcomes<Integer>> batch = started(new FutureTask<>(() -> FanOut.over(numbers(2))
                .concurrency(2)
                .weighing(item -> 10, 10)
                .each(SHORT)
                .settle(item -> item == 0 ? bodies.runStubbornly(item) : bodies.run(item))));
        until(() -> bodies.interrupted.get() == 1);
        assertThat(bodies.ran).containsExactly(0);
        bodies.open();
        assertThat(kinds(get(batch))).hasSize(2).startsWith(Kind.TIMED_OUT);
        assertThat(bodies.ran).containsExactlyInAnyOrder(0, 1);
        assertThat(bodies.most).hasValue(1);
    }

    @Test
    void what_ignores_its_interrupt_is_waited_for_and_then_said_to_run() {
        Outcomes<Integer> outcomes = FanOut.over(numbers(3))
                .concurrency(2)
                .deadline(SHORT)
                .grace(SHORT)
                .cleanup(item -> cleaned.incrementAndGet())
                .settle(bodies::runStubbornly);
        assertThat(kinds(outcomes)).containsExactly(Kind.TIMED_OUT, Kind.TIMED_OUT, Kind.NOT_STARTED);
        assertThat(outcomes.stillRunning()).containsExactly(0, 1);
        assertThat(cleaned).as("of what does not run").hasValue(1);
        bodies.open();
        until(() -> cleaned.get() == 3);
        assertThat(bodies.ran).as("nothing runs later").containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void an_interrupt_of_the_caller_cancels_all_and_stays() {
        AtomicBoolean flag = new AtomicBoolean();
        AtomicReference<Thread> caller = new AtomicReference<>();
        FutureTask<Boolean> batch = started(new FutureTask<>(() -> {
            caller.set(Thread.currentThread());
            assertThatThrownBy(() -> FanOut.over(numbers(5))
                            .concurrency(2)
                            .cleanup(item -> cleaned.incrementAndGet())
                            .settle(bodies::runUntilOpen))
                    .isInstanceOf(FanOutInterruptedException.class)
                    .hasMessageContaining("0 still run");
            flag.set(Thread.currentThread().isInterrupted());
            return true;
        }));
        until(() -> bodies.now.get() == 2);
        caller.get().interrupt();
        assertThat(get(batch)).isTrue();
        assertThat(flag).as("the flag").isTrue();
        assertThat(bodies.interrupted).hasValue(2);
        assertThat(cleaned).hasValue(5);
        assertThat(bodies.ran).hasSize(2);
    }

    @Test
    void an_error_is_thrown_whatever_was_asked_for() {
        assertThatThrownBy(() -> FanOut.over(numbers(50)).concurrency(2).settle(item -> {
                    if (item == 3) {
                        throw new StackOverflowError("too deep");
                    }
                    return item == 1 ? bodies.runUntilOpen(item) : item;
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> FanOut.over(numbers(2)).first(1, item -> {
                    throw new StackOverflowError("too deep");
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(bodies.now).hasValue(0);
    }

    @Test
    void a_value_that_nobody_gets_is_closed_and_others_are_not() {
        AtomicInteger closed = new AtomicInteger();
        AutoCloseable value = closed::incrementAndGet;
        assertThat(FanOut.over(numbers(3)).all(item -> value)).hasSize(3);
        assertThat(closed).hasValue(0);
        assertThatThrownBy(() -> FanOut.over(numbers(3)).concurrency(1).all(item -> {
                    if (item == 2) {
                        throw new IllegalStateException("no 2");
                    }
                    return value;
                }))
                .isInstanceOf(FanOutFailedException.class);
        assertThat(closed).hasValue(2);
        FanOut.over(numbers(1)).deadline(SHORT).grace(SHORT).settle(item -> {
            bodies.runStubbornly(item);
            return value;
        });
        bodies.open();
        until(() -> closed.get() == 3);
    }

    @Test
    void a_cleanup_that_fails_changes_nothing() {
        assertThat(FanOut.over(numbers(3))
                        .cleanup(item -> {
                            cleaned.incrementAndGet();
                            throw new IOException("cannot");
                        })
                        .all(item -> item))
                .containsExactly(0, 1, 2);
        assertThat(cleaned).hasValue(3);
    }

    @Test
    void inside_a_transaction_it_refuses_unless_it_is_detached() {
        FanOuts inside = FanOuts.builder().transactions(() -> true).build();
        assertThatThrownBy(() -> inside.over(numbers(3)).named("prices").settle(bodies::run))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("fan-out 'prices' was started inside a transaction")
                .hasMessageContaining("detached()");
        assertThat(bodies.ran).isEmpty();
        assertThat(inside.over(numbers(3)).detached().all(bodies::run)).hasSize(3);
    }

    @Test
    void more_at_a_time_than_the_pool_has_is_refused_at_the_start() {
        assertThatThrownBy(() -> FanOuts.builder()
                        .concurrency(11)
                        .pool("orders", () -> 10)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the concurrency of a fan-out is 11, but its pool 'orders' has 10 connections");
        FanOuts bounded = FanOuts.builder().pool("orders", () -> 10).build();
        assertThatThrownBy(() -> bounded.over(numbers(3)).concurrency(11)).isInstanceOf(IllegalArgumentException.class);
        assertThat(bounded.over(numbers(3)).concurrency(10).all(item -> item)).hasSize(3);
    }

    @Test
    void the_logging_context_is_on_the_threads_of_the_items_and_off_again() {
        MDC.put("request", "r-17");
        try {
            List<String> seen = FanOut.over(numbers(20)).concurrency(3).all(item -> {
                String request = MDC.get("request");
                MDC.put("request", "of item " + item);
                return request;
            });
            assertThat(seen).containsOnly("r-17");
            assertThat(MDC.get("request")).isEqualTo("r-17");
        } finally {
            MDC.clear();
        }
    }

    @Test
    void a_listener_is_told_the_counts_of_each_batch() {
        AtomicReference<FanOutListener.End> told = new AtomicReference<>();
        FanOuts watched = FanOuts.builder()
                .listener(name -> {
                    assertThat(name).isEqualTo("prices");
                    return told::set;
                })
                .listener(name -> {
                    throw new IllegalStateException("no meters today");
                })
                .build();
        watched.over(numbers(10)).named("prices").concurrency(1).settle(item -> 1 / (item % 5));
        assertThat(told.get().counts()).containsEntry(Kind.SUCCESS, 8).containsEntry(Kind.FAILURE, 2);
        assertThat(told.get().stillRunning()).isZero();
    }

    @Test
    void an_executor_that_refuses_fails_the_batch_and_one_that_refuses_some_makes_it_slower() {
        FanOuts none = FanOuts.builder()
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build();
        assertThatThrownBy(() -> none.over(numbers(3))
                        .cleanup(item -> cleaned.incrementAndGet())
                        .settle(bodies::run))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(cleaned).hasValue(3);
        AtomicInteger threads = new AtomicInteger();
        FanOuts one = FanOuts.builder()
                .executor(task -> {
                    if (threads.incrementAndGet() > 1) {
                        throw new RejectedExecutionException("full");
                    }
                    new Thread(task).start();
                })
                .build();
        assertThat(one.over(numbers(30)).all(bodies::run)).hasSize(30);
        assertThat(bodies.most).hasValue(1);
        FanOuts here = FanOuts.builder().executor(Runnable::run).build();
        assertThat(here.over(numbers(30)).all(item -> item)).isEqualTo(numbers(30));
    }

    private static <T> FutureTask<T> started(FutureTask<T> task) {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static <T> T get(FutureTask<T> task) {
        try {
            return task.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
