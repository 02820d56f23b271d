package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.LockProperties.Store;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.MemoryLockStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Locks in the memory of this process alone, if that was asked for. */
@AutoConfiguration
@ConditionalOnSafe4j
@OnLockStore.Is(Store.MEMORY)
public final class SafeMemoryLockAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(LockStore.class)
    MemoryLockStore safe4jMemoryLockStore() {
        return new MemoryLockStore();
    }
}
