package dev.safe4j.idempotency;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.IdempotencyListener.Ended;
import dev.safe4j.idempotency.IdempotencyListener.Found;
import dev.safe4j.idempotency.RequestRefusedException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What idempotency promises while nothing fails, over the memory store; two {@link Idempotency} over one store are two processes. */
@Timeout(60)
class IdempotencyTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final MemoryIdempotencyStore store = new MemoryIdempotencyStore();
    private final HeardEvents heard = new HeardEvents();
    private final Idempotency here = Idempotency.builder(store).listener(heard).build();
    private final Idempotency there = Idempotency.builder(store).listener(heard).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        threads.shutdownNow();
        here.close();
        there.close();
        store.close();
    }

    private IdempotentOperation<Integer> checkout(Idempotency at, String key) {
        return at.operation("checkout", Integer.class).key(key);
    }

    /** Somebody who is at it until told to end. */
    private final class Busy {
        private final CountDownLatch end = new CountDownLatch(1);
        private final Future<Integer> result;

        Busy(IdempotentOperation<Integer> operation) throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            result = threads.submit(() -> operation.run(attempt -> {
                begun.countDown();
                assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
                return runs.incrementAndGet();
            }));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        }

        Integer end() throws Exception {
            end.countDown();
            return result.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void m01_of_two_hundred_duplicates_one_runs_and_the_others_are_answered_the_same() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = "round-" + round;
            List<Execution<Integer>> all = AtOnce.run(
                    200,
                    i -> () -> checkout(i % 2 == 0 ? here : there, key)
                            .within(PATIENT)
                            .tryRun(attempt -> runs.incrementAndGet()));
            int expected = round + 1;
            assertThat(runs).hasValue(expected);
            assertThat(all)
                    .filteredOn(each -> each.equals(new Execution.Ran<>(expected, 1)))
                    .hasSize(1);
            assertThat(all)
                    .filteredOn(each -> each instanceof Execution.Replayed<Integer> replayed
                            && replayed.value().equals(expected))
                    .hasSize(199);
        }
        assertThat(heard.count(Found.CLAIMED)).isEqualTo(5);
        assertThat(heard.count(Found.REPLAYED)).isEqualTo(995);
        assertThat(heard.ended).hasSize(5).containsOnly(Ended.COMPLETED);
    }

    @Test
    void m01_duplicates_that_do_not_wait_are_told_that_it_is_in_progress() throws Exception {
        Busy busy = new Busy(checkout(here, "a"));
        List<Execution<Integer>> all = AtOnce.run(
                50, i -> () -> checkout(i % 2 == 0 ? here : there, "a").tryRun(attempt -> runs.incrementAndGet()));
        assertThat(all)
                .hasSize(50)
                .allSatisfy(each -> assertThat(each)
                        .isInstanceOfSatisfying(
                                Execution.InProgress.class,
                                running -> assertThat(running.remaining())
                                        .isBetween(Duration.ofSeconds(20), Idempotency.DEFAULT_LEASE)));
        assertThatThrownBy(() -> checkout(there, "a").run(attempt -> 0))
                .isInstanceOfSatisfying(RequestRefusedException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.IN_PROGRESS);
                    assertThat(refused.retryAfter()).isPositive();
                    assertThat(refused.id().key()).isEqualTo("a");
                })
                .hasMessageContaining("in progress elsewhere");
        assertThat(busy.end()).isEqualTo(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void m02_nobody_runs_it_again_though_they_ask_just_as_it_completes() throws Exception {
        for (int round = 0; round < 300; round++) {
            String key = "round-" + round;
            AtOnce.run(
                    2,
                    i -> () -> checkout(i == 0 ? here : there, key)
                            .within(PATIENT)
                            .run(attempt -> runs.incrementAndGet()));
            assertThat(runs).hasValue(round + 1);
        }
    }

    @Test
    void m04_a_waiter_that_gives_up_frees_nothing() throws Exception {
        Busy busy = new Busy(checkout(here, "a"));
        assertThat(checkout(there, "a").within(Duration.ofMillis(50)).tryRun(attempt -> runs.incrementAndGet()))
                .isInstanceOf(Execution.InProgress.class);
        assertThat(checkout(there, "a").tryRun(attempt -> runs.incrementAndGet()))
                .isInstanceOf(Execution.InProgress.class);
        assertThat(busy.end()).isEqualTo(1);
        assertThat(checkout(there, "a").run(attempt -> 0)).isEqualTo(1);
        assertThat(heard.ended).containsExactly(Ended.COMPLETED);
    }

    @Test
    void a_waiter_is_answered_as_soon_as_it_is_done() throws Exception {
        Busy busy = new Busy(checkout(here, "a"));
        Future<Execution<Integer>> waiting =
                threads.submit(() -> checkout(there, "a").within(PATIENT).tryRun(attempt -> 0));
        until(() -> heard.found.size() == 1 && !waiting.isDone());
        busy.end();
        assertThat(waiting.get(5, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Execution.Replayed.class,
                        replayed -> assertThat(replayed.value()).isEqualTo(1));
    }

    @Test
    void an_interrupt_ends_the_wait_and_stays_set() throws Exception {
        Busy busy = new Busy(checkout(here, "a"));
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<Boolean> waiting = threads.submit(() -> {
            thread.set(Thread.currentThread());
            Execution<Integer> execution =
                    checkout(there, "a").within(Duration.ofHours(1)).tryRun(attempt -> 0);
            return execution instanceof Execution.InProgress && Thread.interrupted();
        });
        until(() -> thread.get() != null && thread.get().getState() == Thread.State.TIMED_WAITING);
        thread.get().interrupt();
        assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(busy.end()).isEqualTo(1);
    }

    @Test
    void m12_m13_a_key_of_another_scope_or_operation_is_another_request() {
        assertThat(checkout(here, "a").scope("ann").run(attempt -> 1)).isEqualTo(1);
        assertThat(checkout(here, "a").scope("bob").run(attempt -> 2)).isEqualTo(2);
        assertThat(checkout(here, "a").run(attempt -> 3)).isEqualTo(3);
        assertThat(here.operation("refund", Integer.class).scope("ann").key("a").run(attempt -> 4))
                .isEqualTo(4);
        assertThat(checkout(there, "a").scope("ann").run(attempt -> 5)).isEqualTo(1);
    }

    @Test
    void m21_another_request_under_the_key_is_refused_while_the_first_runs_and_after() throws Exception {
        Busy busy = new Busy(checkout(here, "a").request("two sweets"));
        assertThat(checkout(there, "a").request("ten sweets").within(PATIENT).tryRun(attempt -> 0))
                .isInstanceOf(Execution.OtherRequest.class);
        assertThat(busy.end()).isEqualTo(1);
        assertThatThrownBy(() -> checkout(there, "a").request("ten sweets").run(attempt -> 0))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER_REQUEST))
                .hasMessageContaining("make a new key");
        assertThat(checkout(there, "a").request("two sweets").run(attempt -> 0)).isEqualTo(1);
        assertThat(heard.count(Found.OTHER_REQUEST)).isEqualTo(2);
    }

    @Test
    void m22_what_one_process_was_answered_is_no_answer_of_another_time() {
        IdempotentOperation<Integer> shortly = checkout(here, "a").keep(Duration.ofMillis(30));
        assertThat(shortly.run(attempt -> 1)).isEqualTo(1);
        until(() -> there.look(new RequestId("", "checkout", "a")) == null);
        assertThat(shortly.run(attempt -> 2))
                .as("nobody keeps an answer beside the store")
                .isEqualTo(2);
    }

    @Test
    void m23_what_has_expired_is_purged_in_bounded_steps() {
        for (int i = 0; i < 5; i++) {
            checkout(here, "a" + i).keep(Duration.ofMillis(1)).run(attempt -> 1);
        }
        checkout(here, "kept").run(attempt -> 1);
        AtomicInteger purged = new AtomicInteger();
        until(() -> purged.addAndGet(there.purge(2)) == 5);
        assertThat(there.purge(100_000)).isZero();
        assertThat(heard.purged).hasValue(5);
        assertThat(checkout(there, "kept").run(attempt -> 2)).isEqualTo(1);
        assertThatThrownBy(() -> here.purge(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> here.purge(100_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void m24_an_operation_without_a_key_is_refused_and_not_run_unprotected() {
        IdempotentOperation<Integer> keyless = here.operation("checkout", Integer.class);
        assertThatThrownBy(() -> keyless.run(attempt -> runs.incrementAndGet()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'checkout' has no key");
        assertThatThrownBy(keyless::claim).isInstanceOf(IllegalStateException.class);
        assertThat(runs).hasValue(0);
    }

    @Test
    void derived_keys_are_the_same_in_every_attempt_and_of_no_other_request() {
        Set<String> keys = ConcurrentHashMap.newKeySet();
        for (int attempts = 1; attempts <= 3; attempts++) {
            long expected = attempts;
            assertThatThrownBy(() -> checkout(here, "a").run(attempt -> {
                        assertThat(attempt.number()).isEqualTo(expected);
                        keys.add(attempt.idempotencyKey("charge"));
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");
        }
        assertThat(keys).hasSize(1).allSatisfy(key -> assertThat(key).matches("[0-9a-f]{64}"));
        checkout(there, "b").run(attempt -> {
            keys.add(attempt.idempotencyKey("charge"));
            keys.add(attempt.idempotencyKey("mail"));
            return 1;
        });
        checkout(there, "b").scope("ann").run(attempt -> keys.add(attempt.idempotencyKey("charge")) ? 1 : 0);
        assertThat(keys).hasSize(4);
    }

    @Test
    void after_it_is_closed_nothing_is_claimed_and_what_runs_is_completed() throws Exception {
        Busy busy = new Busy(checkout(here, "a"));
        here.close();
        assertThatThrownBy(() -> checkout(here, "b").run(attempt -> 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        assertThat(busy.end()).isEqualTo(1);
        assertThat(checkout(there, "a").run(attempt -> 0)).isEqualTo(1);
        assertThat(store.look(new RequestId("", "checkout", "b"))).isNull();
    }

    @Test
    void a_listener_that_fails_changes_nothing() {
        IdempotencyListener broken = new IdempotencyListener() {
            @Override
            public void onFound(RequestId id, Found what) {
                throw new NoSuchMethodError("found, by a library of another version");
            }

            @Override
            public void onEnded(RequestId id, Ended how, Duration time) {
                throw new IllegalStateException("ended");
            }
        };
        try (Idempotency listened =
                Idempotency.builder(store).listener(broken).listener(heard).build()) {
            assertThat(checkout(listened, "a").run(attempt -> 1)).isEqualTo(1);
        }
        assertThat(heard.found).containsExactly(Found.CLAIMED);
        assertThat(heard.ended).containsExactly(Ended.COMPLETED);
    }
}
