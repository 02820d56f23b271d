package dev.safe4j.flight;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.flight.Callers.Caller;
import dev.safe4j.flight.Callers.Gate;
import dev.safe4j.flight.FlightListener.End;
import dev.safe4j.idempotency.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers who leave a load, the last of them, and who comes after. */
@Timeout(60)
class LeavingTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<End> ends = new CopyOnWriteArrayList<>();
    private final SingleFlight<String, String> flights = SingleFlight.<String, String>builder()
            .listener(new FlightListener() {
                @Override
                public void onLoad(End end, Duration took, int callers) {
                    ends.add(end);
                }
            })
            .build();

    @AfterEach
    void nothing_is_left() {
        until(() -> flights.running() == 0);
    }

    @Test
    void who_has_no_time_left_leaves_and_the_others_get_the_value() throws Exception {
        Gate<String> loader = new Gate<>(() -> "found");
        Caller<String> patient = Callers.parked(() -> flights.load("sweet", loader));
        assertThatThrownBy(() -> flights.within(SHORT).load("sweet", loader))
                .isInstanceOf(LoadTimeoutException.class)
                .hasMessageStartingWith("'sweet' was not loaded within 50 ms.");
        CompletableFuture<String> future = flights.within(SHORT).loadAsync("sweet", loader);
        assertThatThrownBy(future::join).hasCauseInstanceOf(LoadTimeoutException.class);
        loader.open();
        assertThat(patient.get()).isEqualTo("found");
        assertThat(loader.loads).hasValue(1);
        assertThat(loader.interrupted).hasValue(0);
    }

    @Test
    void who_is_interrupted_leaves_with_the_flag_and_the_others_get_the_value() throws Exception {
        Gate<String> loader = new Gate<>(() -> "found");
        Caller<Boolean> first = Callers.parked(() -> {
            assertThatThrownBy(() -> flights.load("sweet", loader)).isInstanceOf(LoadInterruptedException.class);
            return Thread.currentThread().isInterrupted();
        });
        Caller<String> second = Callers.parked(() -> flights.load("sweet", loader));
        first.thread().interrupt();
        assertThat(first.get()).as("the flag").isTrue();
        loader.open();
        assertThat(second.get()).isEqualTo("found");
        assertThat(loader.interrupted).hasValue(0);
    }

    @Test
    void who_cancels_its_future_leaves_and_the_others_get_the_value() throws Exception {
        Gate<String> loader = new Gate<>(() -> "found");
        CompletableFuture<String> first = flights.loadAsync("sweet", loader);
        CompletableFuture<String> second = flights.loadAsync("sweet", loader);
        CompletableFuture<String> third =
                flights.loadAsync("sweet", loader).completeOnTimeout("old", 1, TimeUnit.MILLISECONDS);
        assertThat(first.cancel(true)).isTrue();
        assertThatThrownBy(first::join).isInstanceOf(CancellationException.class);
        assertThat(third.join()).isEqualTo("old");
        loader.open();
        assertThat(second.join()).isEqualTo("found");
        assertThat(loader.loads).hasValue(1);
        assertThat(loader.interrupted).hasValue(0);
    }

    @Test
    void the_last_who_leaves_has_the_load_interrupted_and_who_comes_then_starts_afresh() throws Exception {
        Gate<String> stuck = new Gate<>(() -> "old");
        CompletableFuture<String> first = flights.loadAsync("sweet", stuck);
        CompletableFuture<String> second = flights.loadAsync("sweet", stuck);
        stuck.awaitBegun();
        first.cancel(false);
        assertThat(stuck.interrupted).hasValue(0);
        second.cancel(false);
        assertThat(flights.running()).isZero();
        assertThat(flights.load("sweet", () -> "new")).isEqualTo("new");
        until(() -> stuck.interrupted.get() == 1);
        assertThat(stuck.loads).hasValue(1);
        until(() -> ends.size() == 2);
        assertThat(ends).containsExactly(End.DESERTED, End.LOADED);
    }

    @Test
    void what_a_load_that_ignores_its_interrupt_brings_goes_to_nobody() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<String> first = flights.loadAsync("sweet", () -> {
            begun.countDown();
            awaitStubbornly(end);
            ended.countDown();
            return "old";
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        first.cancel(false);
        Gate<String> fresh = new Gate<>(() -> "new");
        Caller<String> newcomer = Callers.parked(() -> flights.load("sweet", fresh));
        end.countDown();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(flights.running()).isEqualTo(1);
        fresh.open();
        assertThat(newcomer.get()).isEqualTo("new");
    }

    private static void awaitStubbornly(CountDownLatch end) {
        while (true) {
            try {
                assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
                return;
            } catch (InterruptedException ignored) {
                continue;
            }
        }
    }

    @Test
    void a_load_whose_callers_left_before_it_began_never_begins() {
        CopyOnWriteArrayList<Runnable> queue = new CopyOnWriteArrayList<>();
        SingleFlight<String, String> queued =
                SingleFlight.<String, String>builder().executor(queue::add).build();
        AtomicInteger loads = new AtomicInteger();
        queued.loadAsync("sweet", () -> "" + loads.incrementAndGet()).cancel(true);
        queue.remove(0).run();
        assertThat(loads).hasValue(0);
        assertThat(queued.running()).isZero();
    }

    /** Whoever leaves, and whenever: who stays gets a value, and never that of a load that was ended by somebody who left. */
    @Tag("slow")
    @Test
    void leaving_while_others_come_takes_nothing_from_them() throws Exception {
        AtomicInteger interrupts = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        for (int round = 0; round < 2_000; round++) {
            CompletableFuture<String> leaving = flights.loadAsync("sweet", () -> {
                try {
                    new CountDownLatch(1).await(500, TimeUnit.MICROSECONDS);
                } catch (InterruptedException interrupt) {
                    interrupts.incrementAndGet();
                    throw interrupt;
                }
                return "found";
            });
            List<String> values = AtOnce.run(2, i -> () -> {
                if (i == 0) {
                    cancelled.addAndGet(leaving.cancel(true) ? 1 : 0);
                    return "found";
                }
                return flights.load("sweet", () -> "found");
            });
            assertThat(values).containsExactly("found", "found");
        }
        assertThat(cancelled).as("who left in time").hasValueGreaterThan(10);
    }

    @Test
    void an_interrupt_for_a_load_that_was_left_meets_no_other_work_of_its_thread() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        SingleFlight<String, String> onOne =
                SingleFlight.<String, String>builder().executor(one).build();
        for (int round = 0; round < 2_000; round++) {
            CompletableFuture<String> leaving = onOne.loadAsync("sweet", () -> "found");
            leaving.cancel(true);
            assertThat(one.submit(() -> Thread.currentThread().isInterrupted()).get(20, TimeUnit.SECONDS))
                    .isFalse();
        }
        one.shutdownNow();
    }

    @Test
    void what_depends_on_one_future_delays_no_other() throws Exception {
        Gate<String> loader = new Gate<>(() -> "found");
        CountDownLatch never = new CountDownLatch(1);
        List<CompletableFuture<String>> futures = List.of(
                flights.loadAsync("sweet", loader),
                flights.loadAsync("sweet", loader),
                flights.loadAsync("sweet", loader));
        Caller<String> waiting = Callers.parked(() -> flights.load("sweet", loader));
        for (CompletableFuture<String> each : futures) {
            each.thenRun(() -> awaitStubbornly(never));
        }
        loader.open();
        for (CompletableFuture<String> each : futures) {
            until(each::isDone); // who would wait for the future itself would help with what depends on it
        }
        assertThat(waiting.get()).isEqualTo("found");
        never.countDown();
        assertThat(futures).allMatch(each -> each.join().equals("found"));
    }

    @Test
    void a_listener_that_fails_changes_nothing() {
        SingleFlight<String, String> told = SingleFlight.<String, String>builder()
                .listener(new FlightListener() {
                    @Override
                    public void onLoad(End end, Duration took, int callers) {
                        if (end == End.LOADED) {
                            throw new NoSuchMethodError("of a library of another version");
                        }
                        throw new IllegalStateException("no meters today");
                    }
                })
                .build();
        assertThat(told.load("sweet", () -> "found")).isEqualTo("found");
        assertThatThrownBy(() -> told.loadAsync("sweet", () -> {
                            throw new IllegalArgumentException("no such sweet");
                        })
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }
}
