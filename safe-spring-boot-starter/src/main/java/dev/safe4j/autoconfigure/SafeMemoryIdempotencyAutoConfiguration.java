package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.IdempotencyProperties.Store;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.MemoryIdempotencyStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Requests in the memory of this process alone, if that was asked for. */
@AutoConfiguration
@ConditionalOnSafe4j
@OnIdempotencyStore.Is(Store.MEMORY)
public final class SafeMemoryIdempotencyAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(IdempotencyStore.class)
    MemoryIdempotencyStore safe4jMemoryIdempotencyStore() {
        return new MemoryIdempotencyStore();
    }
}
