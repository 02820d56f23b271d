package dev.safe4j.autoconfigure;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.spring.health.StoreHealth;
import dev.safe4j.spring.quota.QuotaStartCheck;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Whether the store of counters, quotas and sequences answers, for the actuator. Its tables are needed where a method takes of a quota, one is
 * configured, or the store was named.
 */
@AutoConfiguration(after = SafeCounterAutoConfiguration.class)
@ConditionalOnSafe4j
@OnHealth.Of("safe4j-counters")
@ConditionalOnSingleCandidate(CounterStore.class)
public final class SafeCounterHealthAutoConfiguration {

    private static final String NAME = "safe4jCountersHealthIndicator";
    private static final String NOBODYS = "safe4j.health";
    private static final CounterStore.Pace SECOND = new CounterStore.Pace(1_000_000, 1);

    @Bean(NAME)
    @ConditionalOnMissingBean(name = NAME)
    static StoreHealth safe4jCountersHealth(
            ObjectProvider<CounterStore> store,
            ObjectProvider<QuotaStartCheck> methods,
            ObjectProvider<CounterProperties> properties) {
        return new StoreHealth(() -> {
            CounterStore asked = store.getObject();
            return StoreQuestion.ask(
                    asked.name(),
                    asked,
                    () -> asked.look(NOBODYS, SECOND),
                    () -> methods.stream().anyMatch(QuotaStartCheck::isUsed)
                            || properties.stream()
                                    .anyMatch(each -> each.store() != null
                                            || !each.quotas().isEmpty()));
        });
    }
}
