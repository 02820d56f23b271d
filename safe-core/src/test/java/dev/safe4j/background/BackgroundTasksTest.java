package dev.safe4j.background;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.NoThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that nobody waits for: their failures, their repetitions, their bounds and their end. */
@Timeout(60)
class BackgroundTasksTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();
    private BackgroundTasks tasks = with(BackgroundTasks.builder());

    private BackgroundTasks with(BackgroundTasks.Builder options) {
        return options.listener(new TaskListener() {
                    @Override
                    public void onEnd(String name, Duration took, @Nullable Throwable failure) {
                        told.add(name + ": " + (failure == null ? "done" : failure.getMessage())
                                + (Thread.currentThread().isInterrupted() ? ", with an interrupt" : ""));
                    }

                    @Override
                    public void onRefused(String name) {
                        told.add(name + ": refused");
                    }

                    @Override
                    public void onStopped(String name, int failures) {
                        told.add(name + ": stopped after " + failures);
                    }
                })
                .listener(new TaskListener() {
                    @Override
                    public void onEnd(String name, Duration took, @Nullable Throwable failure) {
                        if (failure == null) {
                            throw new NoSuchMethodError("of a library of another version");
                        }
                        throw new IllegalStateException("no meters today");
                    }
                })
                .build();
    }

    @AfterEach
    void stop() {
        open.countDown();
        tasks.close();
    }

    private void awaitOpen() throws InterruptedException {
        runs.incrementAndGet();
        assertThat(open.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_failure_is_told_and_so_is_an_error() {
        tasks.run("mail", () -> {
            throw new IOException("no server");
        });
        tasks.run("count", () -> {
            throw new StackOverflowError("too deep");
        });
        tasks.run("warm", runs::incrementAndGet);
        until(() -> told.size() == 3);
        assertThat(told).containsExactlyInAnyOrder("mail: no server", "count: too deep", "warm: done");
    }

    @Test
    void what_repeats_goes_on_after_failures() {
        RepeatingTask sweep = tasks.every(MOMENT, "sweep", () -> {
            int run = runs.incrementAndGet();
            if (run % 3 == 0) {
                throw new StackOverflowError("run " + run);
            }
        });
        until(() -> told.contains("sweep: run 30"));
        sweep.cancel();
        assertThat(sweep.isOver()).isTrue();
        assertThat(told).contains("sweep: done", "sweep: run 3", "sweep: run 30");
        assertThat(told).allMatch(each -> each.equals("sweep: done") || each.startsWith("sweep: run "));
    }

    @Test
    void what_repeats_never_overlaps() {
        AtomicInteger others = new AtomicInteger();
        tasks.every(MOMENT, "sweep", this::awaitOpen);
        until(() -> runs.get() == 1);
        tasks.every(MOMENT, "other", others::incrementAndGet);
        until(() -> others.get() >= 30);
        assertThat(runs).as("after thirty times its pause").hasValue(1);
        open.countDown();
        until(() -> runs.get() > 3);
    }

    @Test
    void what_repeats_stops_by_rule_and_says_so() {
        RepeatingTask sweep = tasks.repeat(Repeat.every(MOMENT).stoppingAfter(3), "sweep", () -> {
            if (runs.incrementAndGet() != 2) {
                throw new IllegalStateException("no database");
            }
        });
        until(() -> told.contains("sweep: stopped after 3"));
        assertThat(sweep.isOver()).isTrue();
        assertThat(runs).hasValue(5);
    }

    @Test
    void pauses_double_after_failures_up_to_the_longest() {
        Repeat rule = Repeat.every(Duration.ofSeconds(1)).backingOffTo(Duration.ofSeconds(5));
        assertThat(List.of(0, 1, 2, 3, 4, 50).stream().map(rule::pauseAfter).map(Duration::toSeconds))
                .containsExactly(1L, 1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void what_is_too_much_is_refused_and_what_waits_is_run() {
        tasks.close();
        tasks = with(BackgroundTasks.builder().concurrency(2).queue(1));
        tasks.run("a", this::awaitOpen);
        tasks.run("b", this::awaitOpen);
        tasks.run("c", this::awaitOpen);
        assertThatThrownBy(() -> tasks.run("d", this::awaitOpen))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("background task 'd' is not run: 1 tasks wait already.");
        until(() -> runs.get() == 2);
        open.countDown();
        until(() -> runs.get() == 3);
        assertThat(told).contains("d: refused");
    }

    @Test
    void a_run_that_takes_too_long_is_interrupted() {
        tasks.close();
        tasks = with(BackgroundTasks.builder().timeLimit(Duration.ofMillis(30)));
        tasks.run("slow", () -> {
            try {
                awaitOpen();
            } catch (InterruptedException late) {
                throw new IllegalStateException("interrupted");
            }
        });
        until(() -> told.contains("slow: interrupted"));
    }

    @Test
    void a_stop_waits_for_what_runs_and_waits_then_interrupts_and_refuses() {
        tasks.close();
        tasks = with(BackgroundTasks.builder().concurrency(1).queue(10));
        tasks.run("a", runs::incrementAndGet);
        tasks.run("b", runs::incrementAndGet);
        assertThat(tasks.stop(Duration.ofSeconds(20))).isTrue();
        assertThat(runs).hasValue(2);
        assertThatThrownBy(() -> tasks.run("late", runs::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("all was stopped");
        tasks = with(BackgroundTasks.builder().concurrency(1).queue(10));
        tasks.run("c", this::awaitOpen);
        tasks.run("d", this::awaitOpen);
        until(() -> runs.get() == 3);
        assertThat(tasks.stop(Duration.ofMillis(20))).isTrue();
        assertThat(told).contains("d: refused").anyMatch(each -> each.startsWith("c: "));
        assertThat(runs).hasValue(3);
    }

    @Test
    void a_task_without_a_thread_is_told_as_failed_and_gives_its_place_back() {
        tasks.close();
        AtomicInteger asked = new AtomicInteger();
        tasks = with(BackgroundTasks.builder().concurrency(1).queue(10).threads(task -> {
            if (asked.incrementAndGet() % 2 == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            new Thread(task).start();
        }));
        tasks.run("mail", runs::incrementAndGet);
        assertThat(told).containsExactly("mail: unable to create native thread");
        tasks.run("count", runs::incrementAndGet);
        until(() -> told.contains("count: done"));
        tasks.every(MOMENT, "sweep", runs::incrementAndGet);
        until(() -> told.stream().filter("sweep: done"::equals).count() > 3);
        assertThat(told).contains("sweep: unable to create native thread");
    }

    @Test
    void a_task_whose_time_nobody_can_watch_is_told_as_failed() {
        tasks.close();
        try (NoThreads none = new NoThreads()) {
            tasks = with(BackgroundTasks.builder()
                    .timeLimit(Duration.ofMinutes(1))
                    .threads(task -> new Thread(task).start()));
            none.after(0);
            assertThatThrownBy(() -> tasks.every(MOMENT, "sweep", runs::incrementAndGet))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(tasks.timer().getQueue()).as("what would be run later").isEmpty();
            tasks.close();
            tasks = with(BackgroundTasks.builder()
                    .timeLimit(Duration.ofMinutes(1))
                    .threads(task -> new Thread(task).start()));
            none.after(1); // but for its own
            tasks.run("mail", runs::incrementAndGet);
            until(() -> told.contains("mail: unable to create native thread"));
            tasks.run("count", runs::incrementAndGet);
            until(() -> told.contains("count: done"));
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_run_that_outlives_the_stop_ends_in_peace_and_is_not_repeated() throws Exception {
        tasks.close();
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        tasks = with(BackgroundTasks.builder()
                .timeLimit(Duration.ofMinutes(1))
                .threads(task -> new Thread(() -> {
                            try {
                                task.run();
                            } catch (RuntimeException | Error failure) {
                                thrown.add(failure);
                            } finally {
                                ended.countDown();
                            }
                        })
                        .start()));
        tasks.every(MOMENT, "sweep", () -> {
            runs.incrementAndGet();
            while (open.getCount() > 0) {
                Thread.onSpinWait(); // does not see its interrupt
            }
        });
        until(() -> runs.get() == 1);
        Thread.currentThread().interrupt();
        assertThat(tasks.stop(Duration.ofSeconds(20))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        open.countDown();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(thrown).isEmpty();
        assertThat(runs).hasValue(1);
    }

    @Test
    void an_interrupt_at_the_limit_is_for_the_run_alone_and_not_for_who_is_told() {
        tasks.close();
        tasks = with(BackgroundTasks.builder().timeLimit(Duration.ofMillis(30)));
        tasks.run("slow", () -> {
            Thread self = Thread.currentThread();
            until(self::isInterrupted);
        });
        until(() -> !told.isEmpty());
        assertThat(told).containsExactly("slow: done");
    }

    @Test
    void bad_input_is_refused() {
        assertThatThrownBy(() -> Repeat.every(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Repeat.every(MOMENT).stoppingAfter(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Repeat.every(Duration.ofDays(366)))
                .hasMessage(
                        "a pause is longer than zero, the longest is no shorter and at most PT8760H, and the most failures"
                                + " are not negative, but PT8784H, PT8784H and 0 were given.");
        assertThatThrownBy(() -> tasks.stop(Duration.ofMillis(-1)))
                .hasMessage("the grace of a stop is zero to PT24H, but PT-0.001S was given.");
        assertThatThrownBy(() -> BackgroundTasks.builder().concurrency(0))
                .hasMessage("one task or more runs at a time, but 0 was given.");
        assertThatThrownBy(() -> BackgroundTasks.builder().queue(-1))
                .hasMessage("zero or more tasks wait, but -1 was given.");
        assertThatThrownBy(() -> BackgroundTasks.builder().timeLimit(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
