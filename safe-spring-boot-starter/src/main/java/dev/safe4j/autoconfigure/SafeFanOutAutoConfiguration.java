package dev.safe4j.autoconfigure;

import dev.safe4j.fanout.ContextCarrier;
import dev.safe4j.fanout.FanOutListener;
import dev.safe4j.fanout.FanOuts;
import dev.safe4j.lock.TransactionBoundary;
import dev.safe4j.micrometer.FanOutMeters;
import dev.safe4j.micrometer.FanOutObservations;
import dev.safe4j.micrometer.PropagatedContext;
import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Fan-outs: they keep out of the application's transactions, know its pool, and are measured. */
@AutoConfiguration(
        after = {SafeDatabaseAutoConfiguration.class, SafeLockTransactionAutoConfiguration.class},
        afterName = {Spring.METERS_4, Spring.METERS_3, Spring.OBSERVATIONS_4, Spring.OBSERVATIONS_3})
@ConditionalOnSafe4j
@EnableConfigurationProperties(FanOutProperties.class)
public final class SafeFanOutAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FanOuts safe4jFanOuts(
            FanOutProperties properties,
            FanOutParts parts,
            ObjectProvider<FanOutListener> listeners,
            ConfigurableBeanFactory beans) {
        FanOuts.Builder builder = FanOuts.builder()
                .transactions(SpringTransactions.inside(parts.boundary().getIfUnique(), beans.getBeanClassLoader()));
        parts.context().ifUnique(builder::context);
        listeners.orderedStream().forEach(builder::listener);
        DataSource pool = parts.pool().getIfUnique();
        return properties.build(builder, pool == null ? null : ConnectionPool.size(pool));
    }

    @Bean
    @ConditionalOnMissingBean
    FanOutParts safe4jFanOutParts(
            ObjectProvider<TransactionBoundary> boundary,
            ObjectProvider<ContextCarrier> context,
            ObjectProvider<DataSource> pool) {
        return new FanOutParts(boundary, context, pool);
    }

    /** What fan-outs have beside their properties and listeners. */
    record FanOutParts(
            ObjectProvider<TransactionBoundary> boundary,
            ObjectProvider<ContextCarrier> context,
            ObjectProvider<DataSource> pool) {}

    /** Where there is a registry of meters. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Meters {

        @Bean
        @ConditionalOnMissingBean
        FanOutMeters safe4jFanOutMeters(MeterRegistry registry) {
            return new FanOutMeters(registry);
        }
    }

    /** Where there is a registry of observations. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    @ConditionalOnBean(ObservationRegistry.class)
    static class Observations {

        @Bean
        @ConditionalOnMissingBean
        FanOutObservations safe4jFanOutObservations(ObservationRegistry registry) {
            return new FanOutObservations(registry);
        }
    }

    /** Where Micrometer's context propagation is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ContextRegistry.class)
    static class Context {

        @Bean
        @ConditionalOnMissingBean(ContextCarrier.class)
        PropagatedContext safe4jPropagatedContext() {
            return new PropagatedContext();
        }
    }
}
