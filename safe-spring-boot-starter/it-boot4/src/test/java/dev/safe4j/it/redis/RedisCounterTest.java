package dev.safe4j.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Counters;
import dev.safe4j.counter.QuotaResult;
import dev.safe4j.jdbc.counter.JdbcCounterStore;
import dev.safe4j.redis.counter.RedisCounterStore;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import dev.safe4j.spring.quota.Quotas;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Counters and quotas in a real Redis, of two instances of an application, over each client. */
@Tag("slow")
@Timeout(120)
@ExtendWith(TestRedisExtension.class)
class RedisCounterTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private static ConfigurableApplicationContext shop(Over over, TestRedis redis, String... properties) {
        String[] all = new String[properties.length + 4];
        all[0] = "safe4j.lock.store=memory";
        all[1] = "safe4j.counter.prefix=" + redis.prefix();
        all[2] = "safe4j.counter.quotas.login.limit=5";
        all[3] = "safe4j.counter.quotas.login.per=1h";
        System.arraycopy(properties, 0, all, 4, properties.length);
        return Shop.start(over, redis.uri(), all);
    }

    @ParameterizedTest
    @EnumSource
    void two_applications_count_together_and_have_one_quota(Over over, TestRedis redis) {
        try (var one = shop(over, redis, "safe4j.counter.store=redis");
                var other = shop(over, redis, "safe4j.counter.store=redis")) {
            assertThat(one.getBean(CounterStore.class)).isInstanceOf(RedisCounterStore.class);
            var taken = Callers.run(20, BOUND, number -> {
                var mine = number % 2 == 0 ? one : other;
                return () -> {
                    mine.getBean(Counters.class).add("visits", 1);
                    return mine.getBean(Quotas.class).named("login").take("login:charlie");
                };
            });
            assertThat(one.getBean(Counters.class).get("visits")).isEqualTo(20);
            assertThat(taken.stream().map(Callers.Result::value).filter(QuotaResult.Granted.class::isInstance))
                    .hasSize(5);
            assertThat(taken).allMatch(Callers.Result::isSuccess);
            assertThat(redis.keys()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "REDISSON")
    void beside_a_database_redis_is_taken_only_where_it_is_asked_for(Over over, TestRedis redis) {
        try (var unasked = shop(over, redis, "safe4j.jdbc.create-tables=true")) {
            assertThat(unasked.getBean(CounterStore.class)).isInstanceOf(JdbcCounterStore.class);
            assertThat(unasked.getBean(Counters.class).add("visits", 1)).isEqualTo(1);
            assertThat(redis.keys()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SPRING_DATA")
    void without_a_database_redis_is_taken_unasked(Over over, TestRedis redis) {
        try (var alone = shop(
                over,
                redis,
                "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                        + "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration")) {
            assertThat(alone.getBean(CounterStore.class)).isInstanceOf(RedisCounterStore.class);
            assertThat(alone.getBean(Counters.class).add("visits", 1)).isEqualTo(1);
        }
    }
}
