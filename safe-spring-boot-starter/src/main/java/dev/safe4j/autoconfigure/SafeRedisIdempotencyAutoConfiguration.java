package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.IdempotencyProperties.Store;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.idempotency.RedisIdempotencyStore;
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

/** Requests in Redis, over the client that is there: Redisson's if there is one, else Spring Data's. */
@AutoConfiguration(
        after = {SafeRedisLockAutoConfiguration.class, SafeJdbcIdempotencyAutoConfiguration.class},
        afterName = {Spring.REDIS_4, Spring.REDIS_3},
        before = SafeIdempotencyMetersAutoConfiguration.class)
@ConditionalOnSafe4j
@OnIdempotencyStore.Is(value = Store.REDIS, unasked = true)
@EnableConfigurationProperties(IdempotencyProperties.class)
public final class SafeRedisIdempotencyAutoConfiguration {

    /** Over Redisson. Before Spring Data, which is there beside it as often as not. */
    @Order(0)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedissonClient.class)
    @ConditionalOnSingleCandidate(RedissonClient.class)
    @ConditionalOnMissingBean(IdempotencyStore.class)
    static class OverRedisson {

        @Bean
        RedisIdempotencyStore safe4jRedisIdempotencyStore(RedissonClient client, IdempotencyProperties properties) {
            return RedisIdempotencyStore.on(RedisClients.redisson(client)).prefix(properties.prefix());
        }
    }

    /** Over Spring Data Redis. */
    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(value = RedisConnectionFactory.class, name = "io.lettuce.core.RedisClient")
    @ConditionalOnSingleCandidate(RedisConnectionFactory.class)
    @ConditionalOnMissingBean(IdempotencyStore.class)
    static class OverSpringData {

        /** Where locks are not in Redis, so that they have not made it. */
        @Bean
        @ConditionalOnMissingBean
        OwnConnection safe4jLockConnection(RedisConnectionFactory application) {
            return new OwnConnection(application);
        }

        @Bean
        RedisIdempotencyStore safe4jRedisIdempotencyStore(OwnConnection own, IdempotencyProperties properties) {
            return RedisIdempotencyStore.on(RedisClients.springData(own.factory()))
                    .prefix(properties.prefix());
        }
    }
}
