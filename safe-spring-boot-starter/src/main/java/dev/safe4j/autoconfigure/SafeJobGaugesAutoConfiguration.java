package dev.safe4j.autoconfigure;

import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobStore;
import dev.safe4j.micrometer.JobGauges;
import dev.safe4j.spring.job.JobWorkerLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The gauges of the jobs that there are, where there is a registry and a worker. */
@AutoConfiguration(after = SafeJobHandlerAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, JobQueue.class, JobStore.class})
public final class SafeJobGaugesAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    JobGauges safe4jJobGauges(MeterRegistry registry, JobStore store, JobQueue jobs, JobProperties properties) {
        return new JobGauges(registry, store.name(), jobs::counts, properties.countEvery());
    }

    /**
     * An application that runs no jobs has no gauges: its store may have no table. Asked after the worker has found its types, since it is
     * registered after it.
     */
    @Bean
    SmartInitializingSingleton safe4jJobGaugesStart(JobGauges gauges, JobWorkerLifecycle worker) {
        return () -> worker.types().forEach(gauges::watch);
    }
}
