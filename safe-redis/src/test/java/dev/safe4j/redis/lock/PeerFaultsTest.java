package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.HeldLocks;
import dev.safe4j.lock.LockInterruptedException;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.Client;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong in Redisson's fenced lock and multi-lock (R1 to R9 of the measured facts), done right. */
@Tag("slow")
@Timeout(60)
@ExtendWith(TestRedisExtension.class)
class PeerFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BRIEF = Duration.ofMillis(200);

    private Client.Opened open;
    private Locks locks;
    private Locks others;
    private TestRedis redis;

    @BeforeEach
    void server(TestRedis fresh) {
        redis = fresh;
    }

    private void over(Client client) {
        open = client.open(redis.uri());
        locks = Locks.on(RedisLockStore.on(open.redis()).prefix(redis.prefix()));
        others = Locks.on(RedisLockStore.on(open.redis()).prefix(redis.prefix()));
    }

    @AfterEach
    void close() {
        locks.close();
        others.close();
        open.close();
    }

    private Object inRedis(String... command) {
        return redis.call(command);
    }

    private String lock(String name) {
        return redis.key("{" + name + "}");
    }

    private void awaitFree(String name) {
        Await.until(SOON, name + " is free", () -> inRedis("EXISTS", lock(name)).equals(0L));
    }

    @ParameterizedTest
    @EnumSource
    void r1_a_lease_that_is_asked_for_is_the_lease_that_is_had(Client client) {
        over(client);
        Duration lease = Duration.ofSeconds(2);
        HeldLock held = locks.withoutRenewal().lease(lease).acquire("a");
        assertThat((Long) inRedis("PTTL", lock("a"))).isBetween(1L, lease.toMillis());
        awaitFree("a");
        assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class);
        if (open.redisson() != null) {
            var theirs = open.redisson().getFencedLock(redis.key("peer"));
            theirs.lockAndGetToken(2, TimeUnit.SECONDS);
            assertThat((Long) inRedis("PTTL", redis.key("peer"))).isGreaterThan(20_000);
            theirs.unlock();
        }
    }

    @ParameterizedTest
    @EnumSource
    void r2_a_try_does_not_wait(Client client) {
        over(client);
        HeldLock held = others.acquire("a");
        long begun = System.nanoTime();
        assertThat(locks.tryAcquire("a")).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        held.close();
        locks.tryAcquire("a").orElseThrow().close();
    }

    @ParameterizedTest
    @EnumSource
    void r3_a_former_holder_keeps_its_own_number(Client client) {
        over(client);
        HeldLock former = locks.withoutRenewal().lease(BRIEF).acquire("a");
        long number = former.fence();
        awaitFree("a");
        try (HeldLock present = others.acquire("a")) {
            assertThat(former.fence()).isEqualTo(number).isLessThan(present.fence());
        }
        assertThatThrownBy(former::close).isInstanceOf(LeaseLostException.class);
    }

    @ParameterizedTest
    @EnumSource
    void r4_numbers_grow_over_the_end_of_a_lease_of_several_locks(Client client) {
        over(client);
        long highest = 0;
        for (int round = 0; round < 3; round++) {
            HeldLocks held = locks.withoutRenewal().lease(BRIEF).acquireAll(List.of("a", "b"));
            long number = held.get("a").fence();
            assertThat(number).isGreaterThan(highest);
            highest = number;
            awaitFree("a");
            assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void r5_an_inner_acquisition_of_the_same_work_has_the_same_number(Client client) {
        over(client);
        locks.runWithLock("a", outer -> {
            try (HeldLock inner = locks.acquire("a")) {
                assertThat(inner.fence()).isEqualTo(outer.fence());
            }
            assertThat(outer.isHeld()).isTrue();
        });
        awaitFree("a");
        if (open.redisson() != null) {
            var theirs = open.redisson().getFencedLock(redis.key("peer"));
            long outer = theirs.lockAndGetToken();
            assertThat(theirs.lockAndGetToken()).isNotEqualTo(outer);
            theirs.unlock();
            theirs.unlock();
        }
    }

    @ParameterizedTest
    @EnumSource
    void r6_who_is_interrupted_while_waiting_for_several_holds_none_and_keeps_the_flag(Client client) {
        over(client);
        HeldLock held = others.acquire("b");
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                locks.acquireAll(List.of("a", "b")).close();
                flag.complete(false);
            } catch (LockInterruptedException expected) {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();
        Await.until(
                SOON, "it waits", () -> inRedis("HEXISTS", lock("b"), "waits").equals(1L));
        waiter.interrupt();
        assertThat(flag.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
        awaitFree("a");
        assertThat(held.isHeld()).isTrue();
        held.close();
    }

    @ParameterizedTest
    @EnumSource
    void r7_one_lost_lock_of_several_does_not_keep_the_others(Client client) {
        over(client);
        HeldLocks held = locks.acquireAll(List.of("a", "b", "c"));
        inRedis("DEL", lock("b"));
        assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class).hasMessageContaining("'b'");
        for (String name : List.of("a", "b", "c")) {
            assertThat(inRedis("EXISTS", lock(name))).as(name).isEqualTo(0L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void r8_a_lease_is_no_longer_for_having_been_waited_for(Client client) {
        over(client);
        HeldLock held = others.withoutRenewal().lease(Duration.ofMillis(500)).acquire("b");
        Duration lease = Duration.ofSeconds(3);
        HeldLocks both = locks.withoutRenewal().lease(lease).acquireAll(List.of("a", "b"));
        for (String name : List.of("a", "b")) {
            assertThat((Long) inRedis("PTTL", lock(name))).isBetween(1L, lease.toMillis());
        }
        both.close();
        assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class);
    }

    @ParameterizedTest
    @EnumSource
    void r9_a_holder_whose_key_is_taken_away_is_told_while_it_works(Client client) {
        over(client);
        HeldLock held = locks.lease(Duration.ofMillis(600)).acquire("a");
        CompletableFuture<LeaseLostException> told = held.whenLost().toCompletableFuture();
        inRedis("DEL", lock("a"));
        assertThat(told.orTimeout(10, TimeUnit.SECONDS).join()).hasMessageContaining("'a'");
        assertThat(held.isHeld()).isFalse();
        assertThatThrownBy(held::ensureHeld).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class);
    }
}
