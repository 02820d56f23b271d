package dev.safe4j.autoconfigure;

import dev.safe4j.micrometer.RowMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters of writes that carry their own check, and of row locks, where there is a registry. */
@AutoConfiguration(afterName = {Spring.METERS_4, Spring.METERS_3})
@ConditionalOnSafe4j
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class SafeRowMetersAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RowMeters safe4jRowMeters(MeterRegistry registry) {
        return new RowMeters(registry);
    }
}
