package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks of two stores taken together. The numbers are those of the faults of the peers that such locks must not have. */
@Timeout(60)
class MultiLockTest {

    private final FaultyStore east = new FaultyStore("east");
    private final FaultyStore west = new FaultyStore("west");
    private final Locks easts = Locks.on(east);
    private final Locks wests = Locks.on(west);
    /** Those of another process. */
    private final Locks otherEasts = Locks.on(east);

    private final Locks otherWests = Locks.on(west);
    private final Waiting callers = new Waiting();

    @AfterEach
    void nothing_is_left() {
        callers.close();
        for (Locks each : List.of(easts, wests, otherEasts, otherWests)) {
            assertThat(each.held()).isEmpty();
            each.close();
        }
    }

    /** Named last first, to be taken first first. */
    private MultiLock four() {
        return new MultiLock().and(wests, List.of("d", "c")).and(easts, List.of("b", "a"));
    }

    private void assertAllFree() {
        new MultiLock()
                .and(otherEasts, List.of("a", "b"))
                .and(otherWests, List.of("c", "d"))
                .tryAcquire()
                .orElseThrow()
                .close();
    }

    @Test
    void callers_of_two_processes_never_wait_in_a_circle_whatever_the_order_in_which_they_name_stores_and_keys()
            throws Exception {
        AtomicInteger unguarded = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(6);
        List<Waiting.Caller<?>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Locks own = i % 2 == 0 ? easts : otherEasts;
            Locks own2 = i % 2 == 0 ? wests : otherWests;
            boolean eastFirst = i % 3 == 0;
            all.add(callers.start(() -> {
                start.await();
                for (int round = 0; round < 50; round++) {
                    MultiLock both = eastFirst
                            ? new MultiLock().and(own, List.of("a", "b")).and(own2, List.of("c", "d"))
                            : new MultiLock().and(own2, List.of("d", "c")).and(own, List.of("b", "a"));
                    both.within(Duration.ofSeconds(20)).withLocks(held -> {
                        assertThat(held.all()).extracting(HeldLock::key).containsExactly("a", "b", "c", "d");
                        unguarded.set(unguarded.get() + 1);
                        return null;
                    });
                }
                return null;
            }));
        }
        Waiting.getAll(all);
        assertThat(unguarded).hasValue(300);
        assertThat(east.acquires.calls.get()).as("some had to wait").isGreaterThan(300);
    }

    @Test
    void r6_who_is_interrupted_while_waiting_for_the_last_of_several_holds_none_and_keeps_the_flag() throws Exception {
        HeldLock last = otherWests.acquire("d");
        Waiting.Caller<Boolean> waiter = callers.parked(() -> {
            assertThatThrownBy(() -> four().within(Duration.ofSeconds(30)).acquire())
                    .isInstanceOf(LockInterruptedException.class);
            return Thread.currentThread().isInterrupted();
        });
        assertThat(easts.held()).as("what it has so far").hasSize(2);
        waiter.thread().interrupt();
        assertThat(waiter.get()).as("the flag").isTrue();
        last.close();
        assertAllFree();
    }

    @Test
    void r6_an_interrupt_in_the_call_of_the_store_leaves_nothing_locked() {
        west.acquires.next(new FaultyStore.Fault() {
            @Override
            public <T> T around(java.util.function.Supplier<T> step) {
                step.get();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the driver does not work for an interrupted thread");
            }
        });
        assertThatThrownBy(() -> four().acquire())
                .isInstanceOf(LockInterruptedException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(Thread.interrupted()).as("the flag").isTrue();
        assertAllFree();
    }

    @Test
    void r7_all_are_released_in_reverse_though_stores_fail_and_the_failures_come_together() {
        HeldLocks all = four().acquire();
        List.of("a", "c")
                .forEach(key -> (key.equals("a") ? east : west)
                        .memory.release(List.of(new LockStore.Release(
                                key, all.get(key).token(), all.get(key).fence(), Duration.ZERO))));
        assertThatThrownBy(all::close).isInstanceOfSatisfying(LeaseLostException.class, loss -> {
            assertThat(loss.key()).as("the last one first").isEqualTo("c");
            assertThat(loss.getSuppressed())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            LeaseLostException.class,
                            other -> assertThat(other.key()).isEqualTo("a"));
        });
        assertThat(west.released).containsExactly("d", "c");
        assertThat(east.released).containsExactly("b", "a");
        assertAllFree();
    }

    @Test
    void r7_a_store_that_cannot_be_reached_keeps_no_lock_of_another_one() {
        Duration lease = Duration.ofMillis(300);
        HeldLocks all = new MultiLock()
                .and(easts.lease(lease), List.of("a", "b"))
                .and(wests.lease(lease), List.of("c", "d"))
                .acquire();
        west.releases.next(FaultyStore.BEFORE);
        all.close();
        assertThat(otherEasts.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
        assertThat(otherWests.tryAcquire("d")).as("until its lease ends").isEmpty();
        assertThat(west.renewals.calls).as("renewals of what was given up").hasValue(0);
        otherWests.acquireAll(List.of("c", "d")).close();
    }

    @Test
    void r8_one_that_had_to_be_waited_for_has_the_lease_that_was_asked_for() throws Exception {
        Duration lease = Duration.ofSeconds(3);
        HeldLock first = otherWests.acquire("d");
        Waiting.Caller<HeldLocks> waiter = callers.parked(() -> new MultiLock()
                .and(easts.lease(lease), List.of("a", "b"))
                .and(wests.lease(lease), List.of("c", "d"))
                .acquire());
        int looks = west.acquires.done.get();
        Waiting.until(() -> west.acquires.done.get() > looks + 2);
        first.close();
        try (HeldLocks all = waiter.get()) {
            assertThat(all.all()).allSatisfy(each -> {
                assertThat(each.tenure().lease().length()).isEqualTo(lease);
                assertThat(each.remaining()).isBetween(Duration.ofMillis(500), lease);
            });
        }
    }

    @Test
    void r8_all_of_them_share_one_deadline_and_none_is_held_after_it() {
        Duration bound = Duration.ofMillis(400);
        Duration ofTheFirst = Duration.ofMillis(300);
        HeldLock first = otherEasts.lease(ofTheFirst).withoutRenewal().acquire("b");
        try (HeldLock last = otherWests.acquire("d")) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> four().within(bound).acquire())
                    .isInstanceOfSatisfying(
                            LockTimeoutException.class,
                            late -> assertThat(late.key()).isEqualTo("d"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("the wait for the first counts for the last")
                    .isBetween(bound, bound.plus(ofTheFirst.dividedBy(2)));
            last.ensureHeld();
        }
        assertThatThrownBy(first::close).as("it was waited for").isInstanceOf(LeaseLostException.class);
        assertAllFree();
    }

    @Test
    void an_error_of_one_store_keeps_no_lock_of_another_one() {
        west.acquires.next(new FaultyStore.Fault() {
            @Override
            public <T> T around(java.util.function.Supplier<T> step) {
                throw new LinkageError("not at all");
            }
        });
        assertThatThrownBy(() -> four().acquire()).isInstanceOf(LinkageError.class);
        assertAllFree();
    }

    @Test
    void grants_that_come_together_while_the_locks_are_closed_are_given_back() {
        east.acquires.next(FaultyStore.doing(easts::close));
        assertThatThrownBy(() -> easts.acquireAll(List.of("a", "b"))).isInstanceOf(IllegalStateException.class);
        assertThat(easts.engine().size()).isZero();
        assertAllFree();
    }
}
