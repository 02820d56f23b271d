package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may ask twice for a lock: the work that runs with it, on its thread. Anybody else waits, bounded, and is told who has it. */
@Timeout(60)
class ReentryTest {

    private static final String HELD_HERE = "held since \\d\\d:\\d\\d:\\d\\d by a caller of this process, checkout-1";

    private final FaultyStore store = new FaultyStore();
    private final Locks locks = Locks.builder(store).owner("checkout-1").build();
    private final Locks hasty = locks.within(Duration.ofMillis(50));
    private final Waiting callers = new Waiting();

    @AfterEach
    void nothing_is_left() {
        callers.close();
        assertThat(locks.held()).isEmpty();
        assertThat(locks.engine().size()).isZero();
        locks.close();
    }

    @Test
    void the_work_that_runs_with_a_lock_shares_it_however_it_asks() {
        locks.runWithLock("a", outer -> {
            try (HeldLock again = hasty.acquire("a");
                    HeldLock tried = hasty.tryAcquire("a").orElseThrow();
                    HeldLocks several = hasty.acquireAll(List.of("b", "a", "c"))) {
                assertThat(List.of(
                                again.fence(), tried.fence(), several.get("a").fence()))
                        .containsOnly(outer.fence());
                assertThat(again.isHeld() && tried.isHeld() && several.isHeld()).isTrue();
            }
            hasty.runWithLock("a", inner -> assertThat(inner.fence()).isEqualTo(outer.fence()));
            outer.ensureHeld();
            assertThat(store.released).as("what was given back").containsExactly("c", "b");
        });
        assertThat(store.released).containsExactly("c", "b", "a");
    }

    @Test
    void workers_that_the_work_starts_wait_like_anybody_and_are_told_who_has_it_since_when() throws Exception {
        locks.runWithLock("a", outer -> {
            CyclicBarrier start = new CyclicBarrier(4);
            List<Waiting.Caller<?>> workers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                workers.add(callers.start(() -> {
                    start.await();
                    long begun = System.nanoTime();
                    assertThatThrownBy(() -> hasty.acquire("a"))
                            .isInstanceOf(LockTimeoutException.class)
                            .hasMessageMatching("lock 'a' was not free within \\d+ ms: " + HELD_HERE + " \\(fence "
                                    + outer.fence() + "\\), its lease ends in \\d+ s\\..*");
                    assertThat(hasty.tryAcquire("a")).isEmpty();
                    assertThatThrownBy(() -> hasty.acquireAll(List.of("a", "b")))
                            .isInstanceOf(LockTimeoutException.class)
                            .hasMessageContaining("'a'");
                    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
                    return null;
                }));
            }
            Waiting.getAll(workers);
            outer.ensureHeld();
        });
    }

    @Test
    void a_handle_without_a_body_makes_its_thread_wait_too() {
        try (HeldLock held = locks.acquire("a")) {
            assertThatThrownBy(() -> hasty.acquire("a"))
                    .isInstanceOf(LockTimeoutException.class)
                    .hasMessageContaining("(fence " + held.fence() + ")");
            held.ensureHeld();
        }
    }

    @Test
    void nothing_is_shared_after_the_work_has_ended_or_failed() {
        assertThatThrownBy(() -> locks.runWithLock("a", outer -> {
                    throw new IllegalStateException("the work failed");
                }))
                .hasMessage("the work failed");
        assertThat(locks.scope().find("a")).isNull();
        locks.withLocks(List.of("a", "b"), held -> null);
        assertThat(locks.scope().find("b")).isNull();
        try (HeldLock next = locks.acquire("a")) {
            assertThat(store.acquires.done).as("asked of the store").hasValue(3);
            next.ensureHeld();
        }
    }

    @Test
    void work_that_ends_later_shares_its_lock_while_it_begins_and_keeps_it_until_it_has_ended() {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletionStage<String> later = locks.withLocksUntilDone(List.of("a", "b"), held -> {
            hasty.runWithLock(
                    "a",
                    inner -> assertThat(inner.fence()).isEqualTo(held.get("a").fence()));
            return work;
        });
        assertThat(locks.scope().find("a")).isNull();
        assertThatThrownBy(() -> hasty.acquire("a")).isInstanceOf(LockTimeoutException.class);
        work.complete("done");
        assertThat(later).isCompletedWithValue("done");
        assertThat(store.released).containsExactly("b", "a");
    }

    @Test
    void work_that_ends_later_and_fails_to_begin_or_has_ended_already_leaves_nothing() {
        assertThatThrownBy(() -> locks.withLocksUntilDone(List.of("a"), held -> {
                    throw new IllegalStateException("the work failed");
                }))
                .hasMessage("the work failed");
        assertThat(locks.<String, RuntimeException>withLocksUntilDone(List.of("a"), held -> null))
                .isNull();
        assertThat(locks.scope().find("a")).isNull();
        assertThat(store.released).containsExactly("a", "a");
    }

    @Test
    void work_that_ends_later_takes_no_share_of_a_lock_that_ends_without_it() {
        locks.runWithLock("a", outer -> {
            assertThatThrownBy(() -> hasty.withLocksUntilDone(List.of("b", "a"), held -> new CompletableFuture<>()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lock 'a' is held around this already");
            outer.ensureHeld();
        });
        assertThat(store.released).containsExactly("a");
    }

    @Test
    void a_share_of_a_lost_lock_is_refused() {
        assertThatThrownBy(() -> locks.lease(Duration.ofMillis(150))
                        .withoutRenewal()
                        .runWithLock("a", outer -> {
                            Waiting.until(() -> !outer.isHeld());
                            assertThatThrownBy(() -> hasty.acquire("a")).isInstanceOf(LeaseLostException.class);
                        }))
                .isInstanceOf(LeaseLostException.class);
    }
}
