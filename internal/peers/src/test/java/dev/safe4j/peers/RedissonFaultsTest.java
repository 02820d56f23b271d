package dev.safe4j.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redisson.Redisson;
import org.redisson.api.RFencedLock;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** What Redisson 4.7.0 does. What ours do instead is shown by {@code PeerFaultsTest} in safe-redis. */
@Tag("slow")
@Timeout(60)
@ExtendWith(TestRedisExtension.class)
class RedissonFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** The watchdog's lease is 30 s. */
    private static final long WATCHED = 20_000;

    private TestRedis redis;
    private RedissonClient client;
    private RedissonClient other;

    @BeforeEach
    void open(TestRedis fresh) {
        redis = fresh;
        client = open();
        other = open();
    }

    private RedissonClient open() {
        Config config = new Config();
        config.useSingleServer()
                .setAddress(redis.uri())
                .setConnectionPoolSize(8)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
        return Redisson.create(config);
    }

    @AfterEach
    void close() {
        client.shutdown();
        other.shutdown();
    }

    private long lease(String name) {
        return (Long) redis.call("PTTL", redis.key(name));
    }

    private void awaitFree(String name) {
        Await.until(SOON, name + " is free", () -> lease(name) < 0);
    }

    private RFencedLock fenced(String name) {
        return client.getFencedLock(redis.key(name));
    }

    private RLock plain(String name) {
        return client.getLock(redis.key(name));
    }

    @Test
    void r1_a_fenced_lock_ignores_the_lease_that_is_asked_for() {
        fenced("a").lockAndGetToken(2, TimeUnit.SECONDS);
        assertThat(lease("a")).isGreaterThan(WATCHED);
        fenced("a").unlock();
    }

    @Test
    void r2_a_try_for_a_fenced_lock_waits() {
        RFencedLock held = other.getFencedLock(redis.key("a"));
        held.lockAndGetToken();
        CompletableFuture<Long> tried =
                CompletableFuture.supplyAsync(() -> fenced("a").tryLockAndGetToken());
        assertThatThrownBy(() -> tried.get(1_500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        held.unlock();
        assertThat(tried.orTimeout(20, TimeUnit.SECONDS).join()).isPositive();
    }

    @Test
    void r3_a_former_holder_is_given_the_number_of_the_present_one() {
        Long former = fenced("a").tryLockAndGetToken(0, 200, TimeUnit.MILLISECONDS);
        awaitFree("a");
        Long present = other.getFencedLock(redis.key("a")).lockAndGetToken();
        assertThat(present).isGreaterThan(former);
        assertThat(fenced("a").getToken()).isEqualTo(present);
    }

    @Test
    void r4_numbers_go_back_after_a_lease_of_several_locks() {
        long highest = 0;
        for (int i = 0; i < 5; i++) {
            highest = fenced("a").lockAndGetToken();
            fenced("a").unlock();
        }
        client.getMultiLock(fenced("a"), plain("b")).lock(300, TimeUnit.MILLISECONDS);
        awaitFree("a");
        Await.until(SOON, "the counter is gone", () -> redis.keys().isEmpty());
        assertThat(fenced("a").lockAndGetToken()).isLessThan(highest);
    }

    @Test
    void r5_an_inner_acquisition_has_another_number() {
        long outer = fenced("a").lockAndGetToken();
        assertThat(fenced("a").lockAndGetToken()).isGreaterThan(outer);
    }

    @Test
    void r6_who_waits_for_several_locks_does_not_hear_the_interrupt() throws Exception {
        RLock held = other.getLock(redis.key("b"));
        held.lock();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            client.getMultiLock(plain("a"), plain("b")).lock();
            flag.complete(Thread.currentThread().isInterrupted());
        });
        waiter.start();
        Await.until(SOON, "it has the first", () -> lease("a") > 0);
        Await.until(SOON, "it waits for the second", () -> isIn(waiter, Semaphore.class));
        waiter.interrupt();
        Await.until(SOON, "the interrupt is taken", () -> !waiter.isInterrupted());
        assertThatThrownBy(() -> flag.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        held.unlock();
        assertThat(flag.orTimeout(20, TimeUnit.SECONDS).join())
                .as("the flag, though it was acquired after an interrupt")
                .isFalse();
    }

    private static boolean isIn(Thread thread, Class<?> wait) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(wait.getName()));
    }

    @Test
    void r7_one_lost_lock_of_several_keeps_the_others_locked_and_renewed() {
        RLock several = client.getMultiLock(plain("a"), plain("b"));
        several.lock();
        redis.call("DEL", redis.key("a"));
        assertThatThrownBy(several::unlock).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(lease("b")).isGreaterThan(WATCHED);
    }

    @Test
    void r8_a_lease_of_several_locks_is_a_thousand_times_as_long_for_having_been_waited_for() {
        RLock held = other.getLock(redis.key("b"));
        held.lock(4, TimeUnit.SECONDS); // longer than the first attempt waits for two locks
        client.getMultiLock(plain("a"), plain("b")).lock(3, TimeUnit.SECONDS);
        assertThat(lease("a")).isGreaterThan(Duration.ofMinutes(10).toMillis());
    }

    @Test
    void r9_a_holder_whose_key_is_taken_away_is_told_by_its_release_alone() {
        RLock lock = plain("a");
        lock.lock();
        redis.call("DEL", redis.key("a"));
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }
}
