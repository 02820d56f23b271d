package dev.safe4j.autoconfigure;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.micrometer.IdempotencyMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters of requests that are done once, where there is a registry. */
@AutoConfiguration(
        after = {SafeJdbcIdempotencyAutoConfiguration.class, SafeMemoryIdempotencyAutoConfiguration.class},
        afterName = {Spring.METERS_4, Spring.METERS_3})
@ConditionalOnSafe4j
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, IdempotencyStore.class})
public final class SafeIdempotencyMetersAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    IdempotencyMeters safe4jIdempotencyMeters(MeterRegistry registry, IdempotencyStore store) {
        return new IdempotencyMeters(registry, store.name());
    }
}
