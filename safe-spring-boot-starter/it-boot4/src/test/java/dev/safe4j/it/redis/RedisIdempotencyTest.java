package dev.safe4j.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.TransactionalStore;
import dev.safe4j.jdbc.idempotency.JdbcIdempotencyStore;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.idempotency.RedisIdempotencyStore;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
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

    /** Both are there: the database is where the effects are, so it keeps their requests, unless it is told otherwise. */
    @ParameterizedTest
    @EnumSource(names = "REDISSON")
    void beside_a_database_redis_is_taken_only_where_it_is_asked_for(Over over, TestRedis redis) {
        String[] common = {
            "safe4j.jdbc.create-tables=true", "safe4j.lock.store=memory", "safe4j.idempotency.prefix=" + redis.prefix()
        };
        try (var unasked = Shop.start(over, redis.uri(), common)) {
            assertThat(unasked.getBean(DataSource.class)).isNotNull();
            assertThat(unasked.getBean(IdempotencyStore.class)).isInstanceOf(JdbcIdempotencyStore.class);
            assertThat(unasked.getBean(TransactionalStore.class)).isNotNull();
            runs(unasked);
            assertThat(redis.keys()).isEmpty();
        }
        try (var asked = Shop.start(over, redis.uri(), and(common, "safe4j.idempotency.store=redis"))) {
            assertThat(asked.getBean(DataSource.class)).isNotNull();
            assertThat(asked.getBean(IdempotencyStore.class)).isInstanceOf(RedisIdempotencyStore.class);
            assertThat(asked.getBeanProvider(TransactionalStore.class).getIfAvailable())
                    .isNull();
            runs(asked);
            assertThat(redis.keys()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SPRING_DATA")
    void without_a_database_redis_is_taken_unasked(Over over, TestRedis redis) {
        try (var alone = Shop.start(
                over,
                redis.uri(),
                "safe4j.lock.store=memory",
                "safe4j.idempotency.prefix=" + redis.prefix(),
                "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                        + "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration")) {
            assertThat(alone.getBeanProvider(DataSource.class).getIfAvailable()).isNull();
            runs(alone);
            assertThat(redis.keys()).hasSize(1);
        }
    }

    private static void runs(ConfigurableApplicationContext shop) {
        var once =
                shop.getBean(Idempotency.class).operation("once", Integer.class).key("k");
        assertThat(once.run(attempt -> 1)).isEqualTo(1);
        assertThat(once.run(attempt -> 2)).isEqualTo(1);
    }

    private static String[] and(String[] some, String more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }
}
