package dev.safe4j.autoconfigure;

import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobWorker;
import dev.safe4j.spring.health.StoreHealth;
import dev.safe4j.spring.job.JobWorkerLifecycle;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Whether the worker of this instance can work, for the actuator. Where there is none, nobody is asked: the store may have no table. */
@AutoConfiguration(after = SafeJobHandlerAutoConfiguration.class)
@ConditionalOnSafe4j
@OnHealth.Of("safe4j-jobs")
@ConditionalOnSingleCandidate(JobStore.class)
public final class SafeJobHealthAutoConfiguration {

    private static final String NAME = "safe4jJobsHealthIndicator";
    private static final long NOBODYS = 0;

    @Bean(NAME)
    @ConditionalOnMissingBean(name = NAME)
    static StoreHealth safe4jJobsHealth(ObjectProvider<JobStore> store, ObjectProvider<JobWorkerLifecycle> lifecycle) {
        return new StoreHealth(() -> {
            JobStore asked = store.getObject();
            JobWorker worker = lifecycle.getObject().worker();
            if (worker != null) {
                asked.find(NOBODYS);
            }
            if (worker != null && worker.isStuck()) {
                throw new IllegalStateException(
                        "worker " + worker.id()
                                + " has no thread left, since none of its runs ended when it was interrupted: restart the process.");
            }
            return new StoreHealth.Answer(asked.name(), null);
        });
    }
}
