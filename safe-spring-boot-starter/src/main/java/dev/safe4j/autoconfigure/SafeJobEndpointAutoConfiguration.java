package dev.safe4j.autoconfigure;

import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobStore;
import dev.safe4j.spring.job.JobWorkerLifecycle;
import dev.safe4j.spring.job.JobsEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The actuator's view of the jobs, with the dead letters. */
@AutoConfiguration(after = SafeJobHandlerAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnAvailableEndpoint(JobsEndpoint.class)
@ConditionalOnBean({JobQueue.class, JobStore.class})
public final class SafeJobEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    JobsEndpoint safe4jJobsEndpoint(JobQueue jobs, JobStore store, JobWorkerLifecycle worker) {
        return new JobsEndpoint(jobs, store.name(), worker::worker);
    }
}
