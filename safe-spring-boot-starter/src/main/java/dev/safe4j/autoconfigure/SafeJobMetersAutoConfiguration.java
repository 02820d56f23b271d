package dev.safe4j.autoconfigure;

import dev.safe4j.job.JobStore;
import dev.safe4j.micrometer.JobMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters of jobs, where there is a registry. */
@AutoConfiguration(
        after = {SafeJdbcJobAutoConfiguration.class, SafeMemoryJobAutoConfiguration.class},
        afterName = {Spring.METERS_4, Spring.METERS_3})
@ConditionalOnSafe4j
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, JobStore.class})
public final class SafeJobMetersAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    JobMeters safe4jJobMeters(MeterRegistry registry, JobStore store) {
        return new JobMeters(registry, store.name());
    }
}
