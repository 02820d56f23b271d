package dev.safe4j.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.it.redis.Shop.Seller;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.lock.RedisLockStore;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code @Locked} over a real Redis, of two instances of an application, over each client. */
@Tag("slow")
@Timeout(120)
@ExtendWith(TestRedisExtension.class)
class RedisLocksTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private static ConfigurableApplicationContext shop(Over over, TestRedis redis, String name) {
        return Shop.start(
                over,
                redis.uri(),
                "safe4j.lock.store=redis",
                "safe4j.lock.prefix=" + redis.prefix(),
                "spring.application.name=" + name);
    }

    @ParameterizedTest
    @EnumSource
    void one_caller_of_two_applications_is_inside_at_a_time(Over over, TestRedis redis) {
        int callers = 8;
        int sales = 25;
        Stock stock = new Stock(callers * sales);
        try (var one = shop(over, redis, "one");
                var other = shop(over, redis, "other")) {
            var results = Callers.run(callers, BOUND, number -> {
                Seller seller = (number % 2 == 0 ? one : other).getBean(Seller.class);
                return () -> {
                    for (int i = 0; i < sales; i++) {
                        seller.sell("fudge", stock);
                    }
                    return number;
                };
            });
            assertThat(results).allMatch(Callers.Result::isSuccess);
        }
        assertThat(stock.left()).isZero();
        assertThat(stock.overlaps()).isZero();
        assertThat(stock.changes()).as("both had their turns").isGreaterThan(2);
    }

    @ParameterizedTest
    @EnumSource
    void the_store_is_redis_and_has_the_lock_while_it_is_held(Over over, TestRedis redis) {
        try (var shop = shop(over, redis, "shop")) {
            assertThat(shop.getBean(LockStore.class)).isInstanceOf(RedisLockStore.class);
            try (HeldLock held = shop.getBean(Locks.class).acquire("a")) {
                assertThat(redis.call("HGET", redis.key("{a}"), "token")).isEqualTo(held.token());
            }
            assertThat(redis.call("EXISTS", redis.key("{a}"))).isEqualTo(0L);
            assertThat(shop.getBean(Seller.class).transfer(2, 1)).isEqualTo(List.of("wallet:1", "wallet:2"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_caller_who_waits_in_vain_is_told_who_holds_it(Over over, TestRedis redis) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var one = shop(over, redis, "one");
                var other = shop(over, redis, "other")) {
            Seller busy = one.getBean(Seller.class);
            CompletableFuture<Void> work = CompletableFuture.runAsync(() -> inventory(busy, begun, goOn));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> other.getBean(Seller.class).takeInventory(new CountDownLatch(1), goOn))
                    .isInstanceOf(LockTimeoutException.class)
                    .hasMessageContaining("inventory")
                    .hasMessageContaining("one-" + ProcessHandle.current().pid());
            goOn.countDown();
            work.get(20, TimeUnit.SECONDS);
            other.getBean(Seller.class).takeInventory(new CountDownLatch(1), goOn);
        }
    }

    private static void inventory(Seller seller, CountDownLatch begun, CountDownLatch goOn) {
        try {
            seller.takeInventory(begun, goOn);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_job_is_run_by_the_first_of_two_applications(Over over, TestRedis redis) {
        try (var one = shop(over, redis, "one");
                var other = shop(over, redis, "other")) {
            List<Seller> sellers = List.of(one.getBean(Seller.class), other.getBean(Seller.class));
            var results = Callers.run(2, BOUND, number -> () -> {
                sellers.get(number).count();
                return number;
            });
            assertThat(results).allMatch(Callers.Result::isSuccess);
            assertThat(sellers.get(0).counted() + sellers.get(1).counted()).isEqualTo(1);
        }
    }
}
