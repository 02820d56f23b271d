package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a process passes a lock on among its callers, and several locks together. */
@Timeout(60)
class CohortTest {

    private final FaultyStore store = new FaultyStore();
    private final Locks passing =
            Locks.builder(store).cohorts(3, Duration.ofMinutes(1)).build();
    private final Locks others = Locks.on(store);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void nothing_is_left() {
        threads.shutdownNow();
        assertThat(passing.held()).isEmpty();
        passing.close();
        others.close();
    }

    @Test
    void a_lock_is_passed_on_without_the_store_until_the_tenure_has_had_its_holders() throws Exception {
        HeldLock first = passing.acquire("a");
        List<Future<Long>> fences = List.of(waiter(), waiter(), waiter());
        first.close();
        assertThat(fences.get(0).get(10, TimeUnit.SECONDS)).isEqualTo(first.fence() + 1);
        assertThat(fences.get(1).get(10, TimeUnit.SECONDS)).isEqualTo(first.fence() + 2);
        assertThat(fences.get(2).get(10, TimeUnit.SECONDS)).isGreaterThan(first.fence() + 2);
        assertThat(store.acquires.calls).as("one for each tenure").hasValue(2);
        until(() -> store.releases.calls.get() == 2);
    }

    @Test
    @DisplayName("R10: a late close of a handle frees nothing of the next holder in this process")
    void a_late_close_of_a_handle_frees_nothing_of_the_next_holder_in_this_process() throws Exception {
        HeldLock first = passing.acquire("a");
        Future<HeldLock> waiter = waiter(() -> passing.acquire("a"));
        first.close();
        HeldLock next = waiter.get(10, TimeUnit.SECONDS);
        assertThat(next.token()).as("the same tenure").isEqualTo(first.token());
        first.close();
        first.cohort().release(first); // and past the handle
        assertThat(next.isHeld()).isTrue();
        assertThat(others.tryAcquire("a")).isEmpty();
        assertThat(first.isHeld()).isFalse();
        next.close();
        assertThat(others.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
    }

    @Test
    void a_holder_that_somebody_else_waits_for_stands_back_at_its_release() throws Exception {
        HeldLock first = passing.acquire("a");
        Future<Long> other = waiter(() -> others.withLock("a", HeldLock::fence));
        until(() -> store.acquires.done.get() > 1); // the mark is made by the refusal
        first.close();
        assertThat(passing.engine().standsBackUntil("a")).isNotNull();
        assertThat(passing.withLock("a", HeldLock::fence)).isGreaterThan(other.get(10, TimeUnit.SECONDS));
    }

    @Test
    void a_lost_lease_ends_the_handle_and_none_of_its_numbers_is_used_again() {
        HeldLock late = passing.lease(Duration.ofMillis(150)).withoutRenewal().acquire("a");
        try (HeldLock next = passing.acquire("a")) {
            assertThat(late.isHeld()).isFalse();
            assertThat(next.fence()).isGreaterThan(late.fence() + 2);
            assertThat(next.token()).isNotEqualTo(late.token());
            assertThatThrownBy(late::close).isInstanceOf(LeaseLostException.class);
            next.ensureHeld();
        }
    }

    @Test
    void a_lock_that_is_not_renewed_by_itself_is_renewed_before_it_is_passed_on() throws Exception {
        Locks plain = passing.withoutRenewal();
        HeldLock first = plain.acquire("a");
        Future<Long> next = waiter(() -> plain.withLock("a", HeldLock::fence));
        first.close();
        assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(first.fence() + 1);
        assertThat(store.renewals.calls).hasValue(1);
    }

    @Test
    void a_lock_that_was_lost_while_its_hand_over_failed_is_free_for_the_next() throws Exception {
        handOverFailsAfter(handed -> !passing.held().contains(handed)); // the keeper has found out
    }

    @Test
    void a_lock_whose_time_was_over_while_its_hand_over_failed_is_free_for_the_next() throws Exception {
        handOverFailsAfter(handed -> handed.remaining().isZero());
    }

    /** The renewal for the next holder hangs until the lock is lost, and fails then. */
    private void handOverFailsAfter(Predicate<HeldLock> lost) throws Exception {
        Locks plain = passing.lease(Duration.ofSeconds(1)).withoutRenewal();
        HeldLock first = plain.acquire("a");
        Future<HeldLock> next = waiter(() -> plain.acquire("a"));
        Future<HeldLock> last = waiter(() -> plain.acquire("a"));
        store.renewals.next(FaultyStore.doing(() -> {
            HeldLock handed = passing.held().get(0);
            while (!lost.test(handed)) {
                Thread.onSpinWait();
            }
            throw new IllegalStateException("the answer was lost");
        }));
        first.close();
        assertThatThrownBy(() -> next.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("the answer was lost");
        last.get(10, TimeUnit.SECONDS).close();
        assertThat(passing.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
        assertThat(passing.engine().size()).as("keys that are still known").isZero();
    }

    @Test
    void several_free_locks_of_one_store_take_one_call_and_are_released_by_one() {
        others.acquireAll(List.of("c", "a", "b", "a")).close();
        assertThat(store.acquires.calls).hasValue(1);
        assertThat(store.releases.calls).hasValue(1);
    }

    @Test
    void several_locks_are_taken_in_the_order_of_their_keys_whatever_the_order_given() {
        try (HeldLock b = passing.acquire("b")) {
            assertThatThrownBy(() -> others.within(Duration.ofMillis(50)).acquireAll(List.of("c", "b", "a")))
                    .isInstanceOfSatisfying(
                            LockTimeoutException.class,
                            busy -> assertThat(busy.key()).isEqualTo("b"));
            b.ensureHeld();
        }
        try (HeldLocks all = others.acquireAll(List.of("c", "b", "a", "b"))) {
            assertThat(all.all()).extracting(HeldLock::key).containsExactly("a", "b", "c");
        }
    }

    @Test
    void all_of_several_locks_are_released_though_one_was_lost() {
        HeldLocks all = others.acquireAll(List.of("a", "b", "c"));
        HeldLock b = all.get("b");
        store.memory.release(List.of(new LockStore.Release("b", b.token(), b.fence(), Duration.ZERO)));
        assertThatThrownBy(all::close)
                .isInstanceOfSatisfying(
                        LeaseLostException.class, loss -> assertThat(loss.key()).isEqualTo("b"));
        passing.within(Duration.ZERO).acquireAll(List.of("a", "b", "c")).close();
    }

    @Test
    void an_interrupted_caller_gets_nothing_and_keeps_its_flag() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> others.acquire("a")).isInstanceOf(LockInterruptedException.class);
        assertThatThrownBy(() -> others.acquireAll(List.of("a", "b"))).isInstanceOf(LockInterruptedException.class);
        assertThat(Thread.interrupted()).as("the flag").isTrue();
        passing.acquireAll(List.of("a", "b")).close();
    }

    @Test
    void a_release_by_an_interrupted_thread_frees_the_lock_and_keeps_the_flag() {
        HeldLock held = others.acquire("a");
        Thread.currentThread().interrupt();
        held.close();
        assertThat(Thread.interrupted()).as("the flag").isTrue();
        assertThat(passing.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
    }

    @Test
    void nothing_is_left_of_ten_thousand_keys() {
        for (int i = 0; i < 10_000; i++) {
            others.acquire("key-" + i).close();
        }
        assertThat(others.engine().size()).isZero();
        assertThat(store.releases.calls).hasValue(10_000);
    }

    private Future<Long> waiter() throws Exception {
        return waiter(() -> passing.withLock("a", HeldLock::fence));
    }

    /** Starts a caller and returns when it waits. */
    private <T> Future<T> waiter(java.util.concurrent.Callable<T> caller) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<T> result = threads.submit(() -> {
            thread.set(Thread.currentThread());
            return caller.call();
        });
        until(() -> thread.get() != null && thread.get().getState() == Thread.State.TIMED_WAITING);
        return result;
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time left").isNegative();
            LockSupport.parkNanos(500_000);
        }
    }
}
