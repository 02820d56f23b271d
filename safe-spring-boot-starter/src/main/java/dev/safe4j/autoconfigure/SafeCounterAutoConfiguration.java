package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.SafeCounterMetersAutoConfiguration.CountersByName;
import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.counter.CounterListener;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Counters;
import dev.safe4j.spring.quota.QuotaPurge;
import dev.safe4j.spring.quota.Quotas;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Counters and quotas, on the store that is there. */
@AutoConfiguration(
        after = {
            SafeJdbcCounterAutoConfiguration.class,
            SafeRedisCounterAutoConfiguration.class,
            SafeMemoryCounterAutoConfiguration.class,
            SafeCounterMetersAutoConfiguration.class,
            SafeBackgroundAutoConfiguration.class
        })
@ConditionalOnSafe4j
@EnableConfigurationProperties(CounterProperties.class)
public final class SafeCounterAutoConfiguration {

    /** Where there is a store. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(CounterStore.class)
    static class OnAStore {

        @Bean
        @ConditionalOnMissingBean
        Counters safe4jCounters(
                CounterStore store, ObjectProvider<CounterListener> listeners, ObjectProvider<CountersByName> meters) {
            Counters counters = Counters.on(store);
            for (CounterListener each : CountersByName.and(listeners, meters, "counters")) {
                counters = counters.listener(each);
            }
            return counters;
        }

        @Bean
        @ConditionalOnMissingBean
        Quotas safe4jQuotas(
                CounterStore store,
                CounterProperties properties,
                ObjectProvider<CounterListener> listeners,
                ObjectProvider<CountersByName> meters) {
            return new Quotas(store, properties.values(), name -> CountersByName.and(listeners, meters, name));
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(BackgroundTasks.class)
        QuotaPurge safe4jQuotaPurge(BackgroundTasks tasks, CounterStore store, CounterProperties properties) {
            CounterProperties.Purge purge = properties.purge();
            Purges purges = new Purges(tasks, "safe4j.counter.purge", purge.interval(), purge.batch(), purge.batches());
            return new QuotaPurge(purges.of("quota", store::purge));
        }
    }

    /** Where one was asked for and could not be made. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("safe4j.counter.store")
    @ConditionalOnMissingBean(CounterStore.class)
    static class WithoutAStore {

        @Bean
        CounterStore safe4jMissingCounterStore(CounterProperties properties) {
            throw new StoreMissingException(StoreMissingException.Room.COUNTER, properties.store());
        }
    }
}
