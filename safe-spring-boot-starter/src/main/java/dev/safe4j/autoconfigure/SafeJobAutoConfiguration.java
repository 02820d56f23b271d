package dev.safe4j.autoconfigure;

import dev.safe4j.idempotency.AnswerCodec;
import dev.safe4j.job.JobContext;
import dev.safe4j.job.JobListener;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobQueueBuilder;
import dev.safe4j.job.JobStore;
import dev.safe4j.lock.ReleaseSignal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The queue of jobs, on the store that is there. Closed after its worker, and before the store and its pool. */
@AutoConfiguration(
        after = {
            SafeJobMetersAutoConfiguration.class,
            SafeJobObservationsAutoConfiguration.class,
            SafeJacksonAutoConfiguration.class
        })
@ConditionalOnSafe4j
@EnableConfigurationProperties(JobProperties.class)
public final class SafeJobAutoConfiguration {

    /** Where there is a store. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(JobStore.class)
    static class OnAStore {

        @Bean
        @ConditionalOnMissingBean
        JobQueue safe4jJobs(
                JobStore store,
                ObjectProvider<AnswerCodec> codec,
                ObjectProvider<JobListener> listeners,
                JobParts parts) {
            JobQueueBuilder builder = JobQueue.builder(store);
            codec.ifAvailable(builder::codec);
            listeners.orderedStream().forEach(builder::listener);
            parts.context().ifAvailable(builder::context);
            parts.others().ifAvailable(each -> builder.signal(each.signal()));
            return parts.properties().applyTo(builder).build();
        }

        @Bean
        @ConditionalOnMissingBean
        JobParts safe4jJobParts(
                JobProperties properties, ObjectProvider<JobContext> context, ObjectProvider<OthersJobs> others) {
            return new JobParts(properties, context, others);
        }
    }

    /** Where one was asked for and could not be made. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("safe4j.job.store")
    @ConditionalOnMissingBean(JobStore.class)
    static class WithoutAStore {

        @Bean
        JobStore safe4jMissingJobStore(JobProperties properties) {
            throw new StoreMissingException(StoreMissingException.Room.JOB, properties.store());
        }
    }

    /** What a queue has beside its store, its codec and its listeners. */
    record JobParts(JobProperties properties, ObjectProvider<JobContext> context, ObjectProvider<OthersJobs> others) {}

    /** What tells of the jobs of other instances. */
    record OthersJobs(ReleaseSignal signal) {}
}
