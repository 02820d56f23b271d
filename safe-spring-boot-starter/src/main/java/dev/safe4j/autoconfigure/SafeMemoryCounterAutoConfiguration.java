package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.CounterProperties.Store;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.MemoryCounterStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Counters in the memory of this process alone, if that was asked for. */
@AutoConfiguration
@ConditionalOnSafe4j
@OnCounterStore.Is(Store.MEMORY)
public final class SafeMemoryCounterAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(CounterStore.class)
    MemoryCounterStore safe4jMemoryCounterStore() {
        return new MemoryCounterStore();
    }
}
