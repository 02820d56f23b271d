package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.SafeCacheAutoConfiguration.CacheLocks;
import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore;
import dev.safe4j.spring.health.StoreHealth;
import dev.safe4j.spring.lock.LockStartCheck;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Whether the store of the locks answers, for the actuator, and most of its servers where it is a quorum. Its table is needed where a method or a
 * guarded cache locks, or the store was named.
 */
@AutoConfiguration(after = {SafeLockAutoConfiguration.class, SafeQuorumLockAutoConfiguration.class})
@ConditionalOnSafe4j
@OnHealth.Of("safe4j-locks")
@ConditionalOnSingleCandidate(LockStore.class)
public final class SafeLockHealthAutoConfiguration {

    private static final String NAME = "safe4jLocksHealthIndicator";

    @Bean(NAME)
    @ConditionalOnMissingBean(name = NAME)
    static StoreHealth safe4jLocksHealth(
            ObjectProvider<LockStore> store,
            ObjectProvider<LockStartCheck> methods,
            ObjectProvider<CacheLocks> caches,
            ObjectProvider<LockProperties> properties) {
        return new StoreHealth(() -> {
            LockStore asked = store.getObject();
            return StoreQuestion.ask(
                    asked.name(),
                    asked,
                    () -> asked.renew(List.of(nobodys())),
                    () -> methods.stream().anyMatch(LockStartCheck::isUsed)
                            || caches.getIfAvailable() != null
                            || properties.stream().map(LockProperties::store).anyMatch(Objects::nonNull));
        });
    }

    /** Of which nothing is written, since nobody holds it. */
    private static Lease nobodys() {
        return new Lease("safe4j.health", "nobody", 0, Lease.SHORTEST, System.nanoTime());
    }
}
