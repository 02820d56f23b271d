package dev.safe4j.autoconfigure;

import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobTransactions;
import dev.safe4j.job.JobWorkerBuilder;
import dev.safe4j.spring.job.JobMethods;
import dev.safe4j.spring.job.JobPolicies;
import dev.safe4j.spring.job.JobWorkerLifecycle;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** What makes {@link dev.safe4j.spring.JobHandler} and {@link dev.safe4j.spring.JobSchedule} work: the checks, and the worker. */
@AutoConfiguration(after = SafeJobAutoConfiguration.class)
@ConditionalOnSafe4j
@EnableConfigurationProperties(JobProperties.class)
public final class SafeJobHandlerAutoConfiguration {

    private static final int LONGEST_NAME = 40;

    @Bean
    @ConditionalOnMissingBean
    JobMethods safe4jJobMethods(
            ConfigurableListableBeanFactory beans, JobProperties properties, Environment environment) {
        JobPolicies policies =
                new JobPolicies(properties.ofAll(), properties.ofTypes(), environment::resolveRequiredPlaceholders);
        boolean hasTransactions = beans.getBeanNamesForType(JobTransactions.class, true, false).length > 0;
        return new JobMethods(beans, policies, hasTransactions);
    }

    @Bean
    @ConditionalOnMissingBean
    JobWorkerLifecycle safe4jJobWorker(
            JobMethods methods,
            ObjectProvider<JobQueue> jobs,
            ObjectProvider<JobTransactions> transactions,
            JobProperties properties,
            Environment environment) {
        JobProperties.Worker worker = properties.worker();
        properties.requireBounds();
        JobQueue queue = jobs.getIfAvailable();
        return new JobWorkerLifecycle(
                methods,
                () -> queue == null ? null : builder(queue, transactions.getIfUnique(), worker, environment),
                worker.enabled(),
                worker.stopWithin());
    }

    private static JobWorkerBuilder builder(
            JobQueue jobs,
            @Nullable JobTransactions transactions,
            JobProperties.Worker worker,
            Environment environment) {
        String application =
                environment.getProperty("spring.application.name", "").trim();
        JobWorkerBuilder builder = jobs.worker();
        if (!application.isEmpty()) {
            builder.name(application.substring(0, Math.min(application.length(), LONGEST_NAME)));
        }
        if (transactions != null) {
            builder.transactions(transactions);
        }
        return worker.applyTo(builder);
    }
}
