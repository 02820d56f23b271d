package dev.safe4j.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.idempotency.RedisIdempotencyStore;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Requests in a real Redis, of two instances of an application, over each client. */
@Tag("slow")
@Timeout(120)
@ExtendWith(TestRedisExtension.class)
class RedisIdempotencyTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private static ConfigurableApplicationContext shop(Over over, TestRedis redis, String locks) {
        return Shop.start(
                over,
                redis.uri(),
                "safe4j.idempotency.store=redis",
                "safe4j.idempotency.prefix=" + redis.prefix(),
                "safe4j.lock.store=" + locks,
                "safe4j.lock.prefix=" + redis.prefix());
    }

    @ParameterizedTest
    @EnumSource
    void a_request_of_two_applications_is_run_once_and_replayed(Over over, TestRedis redis) {
        int callers = 20;
        AtomicInteger runs = new AtomicInteger();
        try (var one = shop(over, redis, "redis");
                var other = shop(over, redis, "memory")) {
            assertThat(one.getBean(IdempotencyStore.class)).isInstanceOf(RedisIdempotencyStore.class);
            var receipts = Callers.run(callers, BOUND, number -> {
                var checkout = (number % 2 == 0 ? one : other)
                        .getBean(Idempotency.class)
                        .operation("checkout", Integer.class)
                        .within(BOUND)
                        .key("k");
                return () -> checkout.run(attempt -> runs.incrementAndGet());
            });
            assertThat(receipts)
                    .hasSize(callers)
                    .allSatisfy(each -> assertThat(each.value()).isEqualTo(1));
            assertThat(runs).hasValue(1);
            assertThat(redis.keys()).hasSize(1);
            one.getBean(Locks.class).runWithLock("a", HeldLock::ensureHeld);
        }
    }
}
