package dev.safe4j.autoconfigure;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.spring.health.StoreHealth;
import dev.safe4j.spring.idempotency.IdempotencyUse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Whether the store of the requests answers, for the actuator. Its table is needed where there is such a handler, method or path. */
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
            return StoreQuestion.ask(
                    asked.name(),
                    asked,
                    () -> asked.look(NOBODYS),
                    () -> uses.stream().anyMatch(IdempotencyUse::isUsed) || guardsPaths(properties));
        });
    }

    private static boolean guardsPaths(ObjectProvider<IdempotencyProperties> properties) {
        return properties.stream().anyMatch(each -> !each.http().paths().isEmpty());
    }
}
