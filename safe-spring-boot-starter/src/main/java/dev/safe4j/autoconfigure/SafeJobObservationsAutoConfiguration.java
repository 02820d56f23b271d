package dev.safe4j.autoconfigure;

import dev.safe4j.job.JobContext;
import dev.safe4j.job.JobStore;
import dev.safe4j.micrometer.JobObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The observations of jobs, which take traces from where jobs are enqueued to where they are run, where there is a registry. */
@AutoConfiguration(
        after = {SafeJdbcJobAutoConfiguration.class, SafeMemoryJobAutoConfiguration.class},
        afterName = {Spring.OBSERVATIONS_4, Spring.OBSERVATIONS_3})
@ConditionalOnSafe4j
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ObservationRegistry.class, JobStore.class})
public final class SafeJobObservationsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(JobContext.class)
    JobObservations safe4jJobObservations(ObservationRegistry registry, JobStore store) {
        return new JobObservations(registry, store.name());
    }
}
