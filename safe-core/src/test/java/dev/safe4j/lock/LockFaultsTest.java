package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lease.NoThreads;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What locks promise when the store fails, callbacks hang, transactions refuse and applications end. */
@Timeout(60)
class LockFaultsTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final FaultyStore store = new FaultyStore();
    private final Locks locks = Locks.on(store);
    private final Locks others = Locks.on(store);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void nothing_is_left() {
        threads.shutdownNow();
        assertThat(locks.held()).isEmpty();
        assertThat(locks.engine().size()).as("keys that are still known").isLessThanOrEqualTo(1);
        locks.close();
        others.close();
    }

    @Test
    void a_grant_whose_answer_was_lost_is_given_back_at_once() {
        store.acquires.next(FaultyStore.AFTER);
        assertThatThrownBy(() -> locks.acquire("a")).hasMessage("the answer was lost");
        assertThat(others.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
    }

    @Test
    void joint_grants_whose_answer_was_lost_are_given_back_at_once() {
        store.acquires.next(FaultyStore.AFTER);
        assertThatThrownBy(() -> locks.acquireAll(List.of("a", "b"))).hasMessage("the answer was lost");
        others.within(Duration.ZERO).acquireAll(List.of("a", "b")).close();
    }

    @Test
    void a_grant_whose_answer_took_longer_than_its_lease_is_not_handed_out() {
        store.acquires.next(FaultyStore.doing(LockFaultsTest::letALeaseEnd));
        try (HeldLock lock = locks.lease(SHORT).acquire("a")) {
            assertThat(lock.isHeld()).isTrue();
        }
        assertThat(store.acquires.calls).as("it was asked for again").hasValue(2);
        store.acquires.next(FaultyStore.doing(LockFaultsTest::letALeaseEnd));
        assertThat(locks.lease(SHORT).tryAcquire("a")).isEmpty();
        store.acquires.next(FaultyStore.doing(LockFaultsTest::letALeaseEnd));
        try (HeldLocks both = locks.lease(SHORT).acquireAll(List.of("a", "b"))) {
            assertThat(both.isHeld()).isTrue();
        }
    }

    private static void letALeaseEnd() {
        long end = System.nanoTime() + SHORT.toNanos();
        until(() -> System.nanoTime() - end > 0);
    }

    @Test
    void a_release_that_fails_leaves_the_lock_to_the_end_of_its_lease() {
        store.releases.next(FaultyStore.BEFORE);
        HeldLock first = locks.lease(SHORT).acquire("a");
        first.close();
        assertThat(others.tryAcquire("a")).isEmpty();
        try (HeldLock next = others.acquire("a")) {
            assertThat(next.fence()).isGreaterThan(first.fence());
        }
        assertThat(store.renewals.calls).as("renewals of what was given up").hasValue(0);
    }

    @Test
    void an_interrupt_in_the_middle_of_a_release_leaves_nothing_locked() {
        List.of(FaultyStore.INTERRUPTED_BEFORE, FaultyStore.INTERRUPTED_AFTER).forEach(fault -> {
            HeldLock held = locks.acquire("a");
            store.releases.next(fault, fault);
            held.close();
            assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
            assertThat(others.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
        });
        store.acquires.next(FaultyStore.INTERRUPTED_AFTER);
        store.releases.next(FaultyStore.INTERRUPTED_BEFORE);
        assertThatThrownBy(() -> locks.acquire("a")).isInstanceOf(LockInterruptedException.class);
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(others.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
    }

    @Test
    @DisplayName("R12: a renewal that fails is tried again")
    void a_renewal_that_fails_is_tried_again() {
        store.renewals.next(FaultyStore.BEFORE, FaultyStore.AFTER, FaultyStore.BEFORE);
        try (HeldLock held = locks.lease(Duration.ofMillis(600)).acquire("a")) {
            until(() -> store.renewals.calls.get() > 5);
            held.ensureHeld();
        }
    }

    @Test
    void r13_a_lock_that_was_acquired_three_times_is_renewed_no_longer_than_it_is_held() {
        Locks brief = locks.lease(SHORT);
        brief.runWithLock("a", outer -> {
            try (HeldLock inner = brief.acquire("a");
                    HeldLock innermost = brief.acquire("a")) {
                until(() -> store.renewals.calls.get() > 2);
                assertThat(List.of(outer, inner, innermost)).allMatch(HeldLock::isHeld);
            }
            outer.ensureHeld();
        });
        letALeaseEnd(); // a renewal may have been under way
        int renewals = store.renewals.calls.get();
        letALeaseEnd();
        assertThat(store.renewals.calls).hasValue(renewals);
        assertThat(others.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
    }

    @Test
    void the_next_caller_gets_a_lost_lock_though_a_callback_of_the_former_holder_hangs() throws Exception {
        CountDownLatch callback = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        HeldLock late = locks.lease(SHORT).withoutRenewal().acquire("a");
        late.whenLost().thenAccept(loss -> hang(callback, end));
        Future<Boolean> next = threads.submit(() -> locks.withLock("a", HeldLock::isHeld));
        try {
            assertThat(callback.await(10, TimeUnit.SECONDS))
                    .as("the callback runs")
                    .isTrue();
            assertThat(next.get(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            end.countDown();
        }
        assertThatThrownBy(late::close).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void the_next_caller_gets_the_lock_though_a_callback_hangs_at_a_release_that_was_too_late() throws Exception {
        CountDownLatch callback = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        HeldLock held = locks.acquire("a");
        held.whenLost().thenAccept(loss -> hang(callback, end));
        store.memory.release(List.of(new LockStore.Release("a", held.token(), held.fence(), Duration.ZERO)));
        Future<?> closing = threads.submit(held::close);
        assertThat(callback.await(10, TimeUnit.SECONDS)).as("the callback runs").isTrue();
        Future<Boolean> next =
                threads.submit(() -> locks.within(Duration.ofSeconds(5)).withLock("a", HeldLock::isHeld));
        try {
            assertThat(next.get(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            end.countDown();
        }
        assertThatThrownBy(closing::get).hasCauseInstanceOf(LeaseLostException.class);
    }

    private static void hang(CountDownLatch callback, CountDownLatch end) {
        callback.countDown();
        try {
            assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_transaction_that_refuses_a_lock_leaves_it_free() {
        Locks inside = Locks.builder(store).transactions(new RefusingBoundary()).build();
        assertThatThrownBy(() -> inside.acquire("a")).hasMessage("no more locks here");
        assertThat(others.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
        assertThatThrownBy(() -> inside.acquireAll(List.of("a", "b", "c"))).hasMessage("no more locks here");
        others.within(Duration.ZERO).acquireAll(List.of("a", "b", "c")).close();
        assertThat(inside.held()).isEmpty();
        assertThat(inside.scope().find("a"))
                .as("what the thread is said to hold")
                .isNull();
        inside.close();
    }

    private static final class RefusingBoundary implements TransactionBoundary {
        @Override
        public boolean isInside() {
            return true;
        }

        @Override
        public void join(HeldLock lock, Participant participant) {
            throw new IllegalStateException("no more locks here");
        }
    }

    @Test
    void those_who_wait_are_told_when_the_locks_are_closed() {
        try (HeldLock held = others.acquire("a")) {
            List<AtomicReference<Thread>> waiting = List.of(new AtomicReference<>(), new AtomicReference<>());
            List<Future<?>> both = waiting.stream()
                    .<Future<?>>map(thread -> threads.submit(() -> {
                        thread.set(Thread.currentThread());
                        locks.within(Duration.ofMinutes(1)).acquire("a");
                    }))
                    .toList();
            waiting.forEach(thread ->
                    until(() -> thread.get() != null && thread.get().getState() == Thread.State.TIMED_WAITING));
            locks.close();
            both.forEach(each -> assertThatThrownBy(() -> each.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("are closed"));
            held.ensureHeld();
        }
    }

    @Test
    void a_lock_that_is_granted_while_the_locks_are_closed_is_given_back() {
        store.acquires.next(FaultyStore.doing(locks::close));
        assertThatThrownBy(() -> locks.acquire("a")).isInstanceOf(IllegalStateException.class);
        assertThat(others.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
    }

    @Test
    void a_lock_that_gets_no_thread_to_be_renewed_by_is_given_back() {
        try (NoThreads none = new NoThreads()) {
            none.after(0);
            assertThatThrownBy(() -> locks.acquire("a")).isInstanceOf(OutOfMemoryError.class);
            none.after(0);
            assertThatThrownBy(() -> locks.acquireAll(List.of("a", "b"))).isInstanceOf(OutOfMemoryError.class);
        }
        others.within(Duration.ZERO).acquireAll(List.of("a", "b")).close();
        locks.within(Duration.ZERO).acquireAll(List.of("a", "b")).close();
    }

    @Test
    void a_time_out_can_be_retried() {
        HeldLock held = others.acquire("a");
        try (HeldLock got = RetryPolicy.defaults()
                .alsoRetrying(FaultClass.LOCK_UNAVAILABLE)
                .run(attempt -> {
                    if (attempt.number() > 1) {
                        held.close();
                    }
                    return locks.within(Duration.ZERO).acquire("a");
                })) {
            assertThat(got.fence()).isGreaterThan(held.fence());
        }
    }

    @Test
    void a_lock_is_passed_on_within_the_process_without_the_store() throws Exception {
        Locks passing = Locks.builder(store).cohorts(3, Duration.ofMinutes(1)).build();
        HeldLock first = passing.acquire("a");
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Future<Long> second = threads.submit(() -> {
            waiting.set(Thread.currentThread());
            return passing.withLock("a", HeldLock::fence);
        });
        until(() -> waiting.get() != null && waiting.get().getState() == Thread.State.TIMED_WAITING);
        first.close();
        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(first.fence() + 1);
        assertThat(store.acquires.calls).hasValue(1);
        assertThat(store.releases.calls).hasValue(1);
        passing.close();
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time left").isNegative();
            LockSupport.parkNanos(500_000);
        }
    }
}
