package dev.safe4j.shop.forgottenunlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.RedisTest;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.shop.pages.OneRedis;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.redisson.api.RLock;

class StockCountTest {

    private static final String FIRST = "night 1: UnsafeStockCount.count";
    private static final String SECOND = "night 2: UnsafeStockCount.count";
    private static final Duration LEASE = Duration.ofMillis(200);

    private static int broken() {
        throw new IllegalStateException("the scales are broken");
    }

    @RedisTest
    void unsafe_stays_locked_when_a_count_fails(TestRedis redis) {
        Recording recording = new Recording(FIRST, SECOND);
        try (OneRedis one = OneRedis.at(redis.uri(), redis.prefix())) {
            Visitor first =
                    Visitor.starts("night 1", new UnsafeStockCount(one.client(), StockCountTest::broken)::count);
            assertThat(first.failure()).hasMessage("the scales are broken");
            recording.note(FIRST, "lock() → held, and renewed by the watchdog");
            recording.note(
                    FIRST, "the scales are broken: IllegalStateException; the unlock() is skipped, the thread ends");
            awaitRenewals(one.client().getLock("stock-count"));
            recording.note(FIRST, "the watchdog renews, and renews");
            Visitor second = Visitor.starts("night 2", new UnsafeStockCount(one.client(), () -> 12)::count)
                    .awaitState(Thread.State.WAITING);
            recording.note(SECOND, "lock() → waits");
            assertThat(second.isDone()).isFalse();
            assertThat(one.client().getLock("stock-count").forceUnlock()).isTrue();
            second.finish();
        }
        recording.assertOnPage("forgotten-unlock", "nobody counts until the process of night 1 is restarted");
    }

    /** Twice the time after which the lock of a process that is gone would end. */
    private static void awaitRenewals(RLock lock) {
        long begun = System.nanoTime();
        Await.until(Visitor.BOUND, "the lock has outlived its lease by far", () -> {
            assertThat(lock.isLocked()).isTrue();
            return System.nanoTime() - begun > Duration.ofSeconds(2).toNanos();
        });
        assertThat(lock.remainTimeToLive()).isPositive();
    }

    @Test
    void safe_gives_the_lock_back_when_a_count_fails() {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            assertThatThrownBy(new SafeStockCount(locks, StockCountTest::broken)::count)
                    .hasMessage("the scales are broken");
            assertThat(locks.held()).isEmpty();
            assertThat(new SafeStockCount(locks, () -> 12).count()).isEqualTo(12);
        }
    }

    @Test
    void safe_is_not_kept_out_by_a_process_that_is_gone() {
        MemoryLockStore store = new MemoryLockStore();
        Locks gone = Locks.on(store);
        HeldLock left = gone.lease(LEASE).acquire("stock-count");
        gone.close(); // which renews no more, as if the process had died
        try (Locks locks = Locks.on(store)) {
            assertThat(locks.tryAcquire("stock-count")).isEmpty();
            assertThat(new SafeStockCount(locks, () -> 12).count()).isEqualTo(12);
        }
        assertThat(left.isHeld()).isFalse();
    }
}
