package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller that is interrupted: it is told, its flag is kept, and nothing stays locked. */
@Timeout(60)
@Tag("slow")
class InterruptTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FaultyStore store = new FaultyStore();
    private final Locks locks =
            Locks.builder(store).cohorts(10_000, Duration.ofMinutes(1)).build();
    private final Locks others = Locks.on(store);
    private final Waiting callers = new Waiting();

    /** What became of an interrupted caller. */
    private record End(boolean isAcquired, boolean hasFlag) {}

    @AfterEach
    void nothing_is_left() {
        callers.close();
        assertThat(locks.held()).isEmpty();
        assertThat(locks.engine().size()).isLessThanOrEqualTo(1);
        assertThat(others.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
        locks.close();
        others.close();
    }

    private End acquireInterrupted() {
        try (HeldLock held = locks.within(LONG).acquire("a")) {
            held.ensureHeld();
            return new End(true, Thread.currentThread().isInterrupted());
        } catch (LockInterruptedException interrupted) {
            return new End(false, Thread.interrupted());
        }
    }

    @Test
    void who_waits_in_the_queue_or_for_the_store_is_told() throws Exception {
        HeldLock elsewhere = others.acquire("a");
        Waiting.Caller<End> first = callers.parked(this::acquireInterrupted);
        Waiting.Caller<End> second = callers.parked(this::acquireInterrupted);
        second.thread().interrupt();
        assertThat(second.get()).isEqualTo(new End(false, true));
        first.thread().interrupt();
        assertThat(first.get()).isEqualTo(new End(false, true));
        elsewhere.close();
    }

    @Test
    void an_interrupt_that_meets_the_hand_over_leaves_nothing_locked_and_keeps_the_flag() throws Exception {
        int refused = 0;
        int handed = 0;
        for (int round = 0; round < 5_000 && (refused < 20 || handed < 20); round++) {
            HeldLock held = locks.acquire("a");
            Waiting.Caller<End> waiter = callers.parked(this::acquireInterrupted);
            CyclicBarrier both = new CyclicBarrier(2);
            Waiting.Caller<?> closing = callers.start(() -> {
                both.await();
                held.close();
                return null;
            });
            both.await();
            waiter.thread().interrupt();
            End end = waiter.get();
            closing.get();
            refused += end.isAcquired() ? 0 : 1;
            handed += end.isAcquired() ? 1 : 0;
            assertThat(end.isAcquired() || end.hasFlag())
                    .as("told, with the flag")
                    .isTrue();
            assertThat(locks.held()).isEmpty();
        }
        assertThat(refused).as("interrupts that were first").isGreaterThanOrEqualTo(20);
        assertThat(handed).as("hand-overs that were first").isGreaterThanOrEqualTo(20);
    }

    @Test
    void an_interrupt_while_a_lock_that_was_handed_over_is_renewed_leaves_nothing_locked() throws Exception {
        Locks plain = locks.withoutRenewal();
        HeldLock held = plain.acquire("a");
        Waiting.Caller<Boolean> waiter = callers.parked(() -> {
            assertThatThrownBy(() -> plain.within(LONG).acquire("a"))
                    .isInstanceOf(LockInterruptedException.class)
                    .hasRootCauseMessage("the driver does not work for an interrupted thread");
            return Thread.currentThread().isInterrupted();
        });
        store.renewals.next(new FaultyStore.Fault() {
            @Override
            public <T> T around(java.util.function.Supplier<T> step) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the driver does not work for an interrupted thread");
            }
        });
        held.close();
        assertThat(waiter.get()).as("the flag").isTrue();
        assertThat(store.renewals.calls).hasValue(1);
    }

    @Test
    void an_error_while_a_lock_that_was_handed_over_is_renewed_leaves_nothing_locked() throws Exception {
        Locks plain = locks.withoutRenewal();
        HeldLock held = plain.acquire("a");
        Waiting.Caller<?> waiter = callers.parked(
                () -> assertThatThrownBy(() -> plain.within(LONG).acquire("a")).isInstanceOf(LinkageError.class));
        store.renewals.next(new FaultyStore.Fault() {
            @Override
            public <T> T around(java.util.function.Supplier<T> step) {
                throw new LinkageError("not at all");
            }
        });
        held.close();
        waiter.get();
    }
}
