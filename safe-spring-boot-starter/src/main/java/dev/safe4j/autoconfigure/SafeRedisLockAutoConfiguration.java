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
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Locks in Redis, over the client that is there: Redisson's if there is one, else Spring Data's. */
@AutoConfiguration(
        after = SafeJdbcLockAutoConfiguration.class,
        afterName = {Spring.REDIS_4, Spring.REDIS_3})
@ConditionalOnSafe4j
@OnLockStore.Is(value = Store.REDIS, unasked = true)
@EnableConfigurationProperties(LockProperties.class)
public final class SafeRedisLockAutoConfiguration {

    /** Over Redisson. */
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
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedisConnectionFactory.class)
    @ConditionalOnSingleCandidate(RedisConnectionFactory.class)
    @ConditionalOnMissingBean(LockStore.class)
    static class OverSpringData {

        @Bean
        RedisLockStore safe4jRedisLockStore(RedisConnectionFactory factory, LockProperties properties) {
            return RedisLockStore.on(RedisClients.springData(factory)).prefix(properties.prefix());
        }
    }
}
