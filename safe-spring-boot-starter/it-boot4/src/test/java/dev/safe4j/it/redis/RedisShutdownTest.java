package dev.safe4j.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.it.redis.Shop.Leader;
import dev.safe4j.it.redis.Shop.Seller;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What becomes of locks when an application ends in an orderly way. */
@Tag("slow")
@Timeout(120)
@ExtendWith({TestRedisExtension.class, OutputCaptureExtension.class})
class RedisShutdownTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static String[] onRedis(TestRedis redis) {
        return new String[] {"safe4j.lock.store=redis", "safe4j.lock.prefix=" + redis.prefix()};
    }

    @ParameterizedTest
    @EnumSource
    void work_that_ends_during_the_shutdown_releases_its_lock(Over over, TestRedis redis, CapturedOutput output)
            throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        var shop = Shop.start(over, redis.uri(), onRedis(redis));
        Seller seller = shop.getBean(Seller.class);
        Future<Object> work = shop.getBean(ThreadPoolTaskExecutor.class).submit(() -> {
            seller.takeInventory(begun, goOn);
            return "done";
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        CountDownLatch ending = new CountDownLatch(1);
        shop.addApplicationListener((ContextClosedEvent event) -> ending.countDown());
        CompletableFuture<Void> closing = CompletableFuture.runAsync(shop::close);
        assertThat(ending.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(redis.call("EXISTS", redis.key("{inventory}"))).isEqualTo(1L);
        goOn.countDown();
        closing.get(30, TimeUnit.SECONDS);
        assertThat(work.get(1, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(redis.call("EXISTS", redis.key("{inventory}"))).isEqualTo(0L);
        assertThat(output).doesNotContain("was not released", "were not released", "\tat dev.safe4j");
    }

    @ParameterizedTest
    @EnumSource
    void nothing_goes_wrong_when_an_idle_application_ends(Over over, TestRedis redis, CapturedOutput output) {
        Set<Thread> ofOthers = Set.copyOf(ownThreads()); // applications that Spring keeps for tests to come
        var shop = Shop.start(over, redis.uri(), onRedis(redis));
        Locks locks = shop.getBean(Locks.class);
        locks.runWithLock("a", HeldLock::ensureHeld);
        assertThat(ofOthers.containsAll(ownThreads())).isFalse();
        shop.close();
        assertThat(output.toString().lines())
                .filteredOn(line -> !line.contains("HikariPool")) // of those applications: this one has no database
                .noneMatch(line -> line.contains("\tat ") || line.contains("WARN") || line.contains("ERROR"));
        Await.until(SOON, "its threads are gone", () -> ofOthers.containsAll(ownThreads()));
    }

    private static List<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("safe4j"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void a_bean_releases_its_lock_as_it_is_destroyed(Over over, TestRedis redis) {
        var shop = Shop.start(over, redis.uri(), onRedis(redis));
        shop.getBean(Leader.class).lead();
        assertThat(redis.call("EXISTS", redis.key("{leader}"))).isEqualTo(1L);
        shop.close();
        assertThat(redis.call("EXISTS", redis.key("{leader}"))).isEqualTo(0L);
    }

    /** As a checkpoint does it, or Spring's tests with a context that nobody needs just now. */
    @ParameterizedTest
    @EnumSource
    void an_application_that_is_stopped_and_started_again_is_woken_by_signals(Over over, TestRedis redis) {
        try (var shop = Shop.start(over, redis.uri(), onRedis(redis));
                var other = Shop.start(over, redis.uri(), onRedis(redis))) {
            shop.stop();
            shop.start();
            assertThat(subscribers(redis)).isEqualTo(2);
            Locks locks = shop.getBean(Locks.class);
            HeldLock held = other.getBean(Locks.class).acquire("a");
            CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> {
                long fence = locks.withLock("a", HeldLock::fence);
                return fence;
            });
            Await.until(
                    SOON,
                    "it waits",
                    () -> redis.call("HEXISTS", redis.key("{a}"), "waits").equals(1L));
            held.close();
            assertThat(waiting.orTimeout(20, TimeUnit.SECONDS).join()).isGreaterThan(held.fence());
        }
    }

    private static long subscribers(TestRedis redis) {
        List<?> reply = (List<?>) Objects.requireNonNull(redis.call("PUBSUB", "NUMSUB", redis.key("released")));
        return (Long) reply.get(1);
    }
}
