package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.LockProperties.Store;
import dev.safe4j.lock.LockStore;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.lock.RedisLockStore;
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

/** Locks in Redis, over the client that is there: Redisson's if there is one, else Spring Data's. */
@AutoConfiguration(
        after = SafeJdbcLockAutoConfiguration.class,
        afterName = {Spring.REDIS_4, Spring.REDIS_3})
@ConditionalOnSafe4j
@OnLockStore.Is(value = Store.REDIS, unasked = true)
@EnableConfigurationProperties(LockProperties.class)
public final class SafeRedisLockAutoConfiguration {

    /** Over Redisson. Before Spring Data, which is there beside it as often as not. */
    @Order(0)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedissonClient.class)
    @ConditionalOnSingleCandidate(RedissonClient.class)
    @ConditionalOnMissingBean(LockStore.class)
    static class OverRedisson {

        @Bean
        RedisLockStore safe4jRedisLockStore(RedissonClient client, LockProperties properties) {
            return RedisLockStore.on(RedisClients.redisson(client)).prefix(properties.prefix());
        }
    }

    /** Over Spring Data Redis. */
    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(value = RedisConnectionFactory.class, name = "io.lettuce.core.RedisClient")
    @ConditionalOnSingleCandidate(RedisConnectionFactory.class)
    @ConditionalOnMissingBean(LockStore.class)
    static class OverSpringData {

        @Bean
        OwnConnection safe4jLockConnection(RedisConnectionFactory application) {
            return new OwnConnection(application);
        }

        @Bean
        RedisLockStore safe4jRedisLockStore(OwnConnection own, LockProperties properties) {
            return RedisLockStore.on(RedisClients.springData(own.factory())).prefix(properties.prefix());
        }
    }
}
