package dev.safe4j.autoconfigure;

import dev.safe4j.lock.LockStore;
import dev.safe4j.micrometer.LockObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The observations of locks, where there is a registry. */
@AutoConfiguration(
        after = {
            SafeJdbcLockAutoConfiguration.class,
            SafeRedisLockAutoConfiguration.class,
            SafeMemoryLockAutoConfiguration.class,
            SafeQuorumLockAutoConfiguration.class
        },
        afterName = {Spring.OBSERVATIONS_4, Spring.OBSERVATIONS_3})
@ConditionalOnSafe4j
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ObservationRegistry.class, LockStore.class})
public final class SafeLockObservationsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LockObservations safe4jLockObservations(ObservationRegistry registry, LockStore store) {
        return new LockObservations(registry, store.name());
    }
}
