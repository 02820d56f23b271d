package dev.safe4j.autoconfigure;

import dev.safe4j.lock.LockStore;
import dev.safe4j.micrometer.LockMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters of locks, where there is a registry. */
@AutoConfiguration(
        after = {
            SafeJdbcLockAutoConfiguration.class,
            SafeRedisLockAutoConfiguration.class,
            SafeMemoryLockAutoConfiguration.class,
            SafeQuorumLockAutoConfiguration.class
        },
        afterName = {Spring.METERS_4, Spring.METERS_3})
@ConditionalOnSafe4j
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, LockStore.class})
public final class SafeLockMetersAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LockMeters safe4jLockMeters(MeterRegistry registry, LockStore store) {
        return new LockMeters(registry, store.name());
    }
}
