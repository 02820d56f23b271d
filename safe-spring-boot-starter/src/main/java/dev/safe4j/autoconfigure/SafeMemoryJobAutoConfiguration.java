package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.JobProperties.Store;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.MemoryJobStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Jobs in the memory of this process alone: only where that is asked for. */
@AutoConfiguration
@ConditionalOnSafe4j
@OnJobStore.Is(Store.MEMORY)
public final class SafeMemoryJobAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(JobStore.class)
    MemoryJobStore safe4jMemoryJobStore() {
        return new MemoryJobStore();
    }
}
