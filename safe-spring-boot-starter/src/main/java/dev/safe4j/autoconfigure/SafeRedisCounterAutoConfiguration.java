package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.CounterProperties.Store;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.counter.RedisCounterStore;
import org.redisson.api.RedissonClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Counters in the Redis that the application has, if there is no database or if that was asked for. */
@AutoConfiguration(
        after = {
            SafeRedisLockAutoConfiguration.class,
            SafeRedisIdempotencyAutoConfiguration.class,
            SafeJdbcCounterAutoConfiguration.class
        },
        afterName = {Spring.REDIS_4, Spring.REDIS_3})
@ConditionalOnSafe4j
@OnCounterStore.Is(value = Store.REDIS, unasked = true)
@EnableConfigurationProperties(CounterProperties.class)
public final class SafeRedisCounterAutoConfiguration {

    /** Over Redisson. Before Spring Data, which is there beside it as often as not. */
    @Order(0)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedissonClient.class)
    @ConditionalOnSingleCandidate(RedissonClient.class)
    @ConditionalOnMissingBean(CounterStore.class)
    static class OverRedisson {

        @Bean
        RedisCounterStore safe4jRedisCounterStore(RedissonClient client, CounterProperties properties) {
            return RedisCounterStore.on(RedisClients.redisson(client)).prefix(properties.prefix());
        }
    }

    /** Over Spring Data Redis. */
    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(value = RedisConnectionFactory.class, name = "io.lettuce.core.RedisClient")
    @ConditionalOnSingleCandidate(RedisConnectionFactory.class)
    @ConditionalOnMissingBean(CounterStore.class)
    static class OverSpringData {

        /** Where neither locks nor requests are in Redis, so that they have not made it. */
        @Bean
        @ConditionalOnMissingBean
        OwnConnection safe4jLockConnection(RedisConnectionFactory application) {
            return new OwnConnection(application);
        }

        @Bean
        RedisCounterStore safe4jRedisCounterStore(OwnConnection own, CounterProperties properties) {
            return RedisCounterStore.on(RedisClients.springData(own.factory())).prefix(properties.prefix());
        }
    }
}
