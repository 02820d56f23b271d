package dev.safe4j.autoconfigure;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.spring.health.StoreHealth;
import dev.safe4j.spring.idempotency.IdempotencyUse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Whether the store of the requests answers, for the actuator. A table that is not there is no fault where no handler, method or path needs it:
 * the store is there for whoever has a database. Who uses it by code alone learns of it at the first request.
 */
@AutoConfiguration(after = SafeIdempotencyAutoConfiguration.class)
@ConditionalOnSafe4j
@OnHealth.Of("safe4j-idempotency")
@ConditionalOnSingleCandidate(IdempotencyStore.class)
public final class SafeIdempotencyHealthAutoConfiguration {

    private static final String NAME = "safe4jIdempotencyHealthIndicator";
    private static final RequestId NOBODYS = new RequestId("", "safe4j.health", "health");

    @Bean(NAME)
    @ConditionalOnMissingBean(name = NAME)
    static StoreHealth safe4jIdempotencyHealth(
            ObjectProvider<IdempotencyStore> store,
            ObjectProvider<IdempotencyUse> uses,
            ObjectProvider<IdempotencyProperties> properties) {
        return new StoreHealth(() -> {
            IdempotencyStore asked = store.getObject();
            try {
                asked.look(NOBODYS);
            } catch (SchemaMissingException missing) {
                if (uses.stream().anyMatch(IdempotencyUse::isUsed) || guardsPaths(properties)) {
                    throw missing;
                }
            }
            return asked.name();
        });
    }

    private static boolean guardsPaths(ObjectProvider<IdempotencyProperties> properties) {
        return properties.stream().anyMatch(each -> !each.http().paths().isEmpty());
    }
}
