package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What locks promise to the callers of one process, over the memory store; two {@link Locks} over one store are two processes. */
@Timeout(60)
class LocksTest {

    private final MemoryLockStore store = new MemoryLockStore();
    private final AtomicInteger handedOver = new AtomicInteger();
    private final AtomicInteger givenBack = new AtomicInteger();
    private final LockListener counting = new LockListener() {
        @Override
        public void onReleased(String key, Duration held, boolean handed) {
            (handed ? handedOver : givenBack).incrementAndGet();
        }
    };
    private final Locks locks =
            Locks.builder(store).listener(counting).owner("checkout-1").build();
    private final Locks others =
            Locks.builder(store).listener(counting).owner("checkout-2").build();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void nothing_is_left() {
        threads.shutdownNow();
        assertThat(locks.held()).isEmpty();
        assertThat(locks.engine().size()).as("keys that are still known").isLessThanOrEqualTo(1);
        locks.close();
        others.close();
        store.close();
    }

    /** What only the holder may touch, and finds out if somebody else does. */
    private static final class Resource {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger together = new AtomicInteger();
        private final AtomicLong highest = new AtomicLong();
        private final AtomicInteger backwards = new AtomicInteger();

        void touch(HeldLock held) {
            if (inside.incrementAndGet() > 1) {
                together.incrementAndGet();
            }
            if (highest.getAndSet(held.fence()) >= held.fence()) {
                backwards.incrementAndGet();
            }
            inside.decrementAndGet();
        }
    }

    @Test
    void one_is_inside_at_a_time_and_fencing_numbers_grow() throws Exception {
        int callers = 16;
        int rounds = 300;
        Resource resource = new Resource();
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<?>> done = new java.util.ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Locks own = (i % 2 == 0 ? locks : others).within(Duration.ofSeconds(30));
            done.add(threads.submit(() -> {
                start.await();
                for (int round = 0; round < rounds; round++) {
                    own.runWithLock("hot", resource::touch);
                }
                return null;
            }));
        }
        for (Future<?> each : done) {
            each.get();
        }
        assertThat(resource.together).hasValue(0);
        assertThat(resource.backwards).hasValue(0);
        assertThat(handedOver.get() + givenBack.get()).isEqualTo(callers * rounds);
        assertThat(handedOver.get()).isPositive();
    }

    @Test
    void callers_of_one_process_are_served_in_their_order() throws Exception {
        List<Integer> served = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<Future<?>> done = new java.util.ArrayList<>();
        try (HeldLock first = locks.acquire("a")) {
            for (int i = 0; i < 5; i++) {
                int number = i;
                AtomicReference<Thread> thread = new AtomicReference<>();
                done.add(threads.submit(() -> {
                    thread.set(Thread.currentThread());
                    locks.runWithLock("a", held -> served.add(number));
                }));
                awaitParked(thread);
            }
            first.ensureHeld();
        }
        for (Future<?> each : done) {
            each.get();
        }
        assertThat(served).containsExactly(0, 1, 2, 3, 4);
        assertThat(handedOver.get() + givenBack.get()).isEqualTo(6);
    }

    private static void awaitParked(AtomicReference<Thread> thread) throws InterruptedException {
        long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (thread.get() == null
                || !Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING)
                        .contains(thread.get().getState())) {
            assertThat(System.nanoTime() - bound).isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void a_time_out_says_who_holds_the_lock() {
        try (HeldLock held = locks.acquire("order:42")) {
            assertThatThrownBy(() -> others.within(Duration.ofMillis(50)).acquire("order:42"))
                    .isInstanceOf(LockTimeoutException.class)
                    .hasMessageMatching(
                            "lock 'order:42' was not free within \\d+ ms: held since \\d\\d:\\d\\d:\\d\\d by checkout-1"
                                    + " \\(fence \\d+\\), its lease ends in \\d+ s\\. Wait longer \\(within\\), or fail fast \\(tryAcquire\\)\\.");
            assertThatThrownBy(() -> locks.within(Duration.ofMillis(50)).acquire("order:42"))
                    .hasMessageContaining("by a caller of this process, checkout-1 (fence " + held.fence() + ")");
        }
    }

    @Test
    void a_second_acquire_by_the_same_work_shares_the_lock() {
        long fence = locks.withLock("a", outer -> {
            try (HeldLock inner = locks.acquire("a")) {
                assertThat(inner.fence()).isEqualTo(outer.fence());
            }
            assertThat(outer.isHeld()).isTrue();
            return locks.withLock("a", HeldLock::fence);
        });
        assertThat(fence).isPositive();
        assertThat(givenBack).hasValue(1);
    }

    @Test
    void any_other_second_acquire_waits_and_says_who_has_it() {
        try (HeldLock held = locks.acquire("a")) {
            assertThatThrownBy(() -> locks.within(Duration.ofMillis(20)).acquire("a"))
                    .isInstanceOf(LockTimeoutException.class);
            assertThat(locks.tryAcquire("a")).isEmpty();
            held.ensureHeld();
        }
    }

    @Test
    void a_lock_without_renewal_ends_by_itself_and_its_holder_is_told() throws Exception {
        AtomicReference<Throwable> told = new AtomicReference<>();
        HeldLock late = locks.lease(Duration.ofMillis(150)).withoutRenewal().acquire("a");
        late.whenLost().thenAccept(told::set).toCompletableFuture();
        try (HeldLock next = others.acquire("a")) {
            assertThat(next.fence()).isGreaterThan(late.fence());
            assertThat(late.isHeld()).isFalse();
            assertThatThrownBy(late::close).isInstanceOf(dev.safe4j.lease.LeaseLostException.class);
            assertThat(next.isHeld()).isTrue();
            late.close();
        }
        assertThat(told.get()).isInstanceOf(dev.safe4j.lease.LeaseLostException.class);
    }

    @Test
    void a_lock_is_renewed_while_it_is_held_and_only_then() throws Exception {
        Locks shortLease = locks.lease(Duration.ofMillis(150));
        try (HeldLock held = shortLease.acquire("a")) {
            assertThat(others.within(Duration.ofMillis(600)).lease(Duration.ofMillis(150)))
                    .satisfies(other ->
                            assertThatThrownBy(() -> other.acquire("a")).isInstanceOf(LockTimeoutException.class));
            held.ensureHeld();
        }
        assertThat(others.tryAcquire("a")).hasValueSatisfying(HeldLock::close);
    }

    @Test
    void several_locks_are_taken_together_in_whatever_order_they_are_named() throws Exception {
        AtomicInteger balance = new AtomicInteger();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        List<Future<?>> done = new java.util.ArrayList<>();
        for (int i = 0; i < 8; i++) {
            List<String> keys = i % 2 == 0 ? List.of("a", "b", "c") : List.of("c", "b", "a", "b");
            Locks own = i % 3 == 0 ? others : locks;
            done.add(threads.submit(() -> {
                for (int round = 0; round < 50; round++) {
                    own.withLocks(keys, held -> {
                        seen.add(new ConcurrentSkipListSet<>(
                                        held.all().stream().map(HeldLock::key).toList())
                                .toString());
                        balance.set(balance.get() + 1);
                        return null;
                    });
                }
            }));
        }
        for (Future<?> each : done) {
            each.get(30, TimeUnit.SECONDS);
        }
        assertThat(balance).hasValue(400);
        assertThat(seen).containsExactly("[a, b, c]");
    }
}
