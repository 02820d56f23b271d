package dev.safe4j.autoconfigure;

import dev.safe4j.idempotency.AnswerCodec;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyBuilder;
import dev.safe4j.idempotency.IdempotencyListener;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.TransactionalStore;
import dev.safe4j.once.Once;
import dev.safe4j.spring.idempotency.PurgeSchedule;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Requests that are done once, on the store that is there. Closed before the store and its pool. */
@AutoConfiguration(after = {SafeIdempotencyMetersAutoConfiguration.class, SafeJacksonAutoConfiguration.class})
@ConditionalOnSafe4j
@EnableConfigurationProperties(IdempotencyProperties.class)
public final class SafeIdempotencyAutoConfiguration {

    /** Where there is a store. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(IdempotencyStore.class)
    static class OnAStore {

        @Bean
        @ConditionalOnMissingBean
        Idempotency safe4jIdempotency(
                IdempotencyStore store,
                ObjectProvider<TransactionalStore> transactional,
                ObjectProvider<AnswerCodec> codec,
                ObjectProvider<IdempotencyListener> listeners,
                IdempotencyProperties properties) {
            IdempotencyBuilder builder = Idempotency.builder(store);
            transactional.ifAvailable(builder::transactional);
            codec.ifAvailable(builder::codec);
            listeners.orderedStream().forEach(builder::listener);
            return properties.applyTo(builder).build();
        }

        @Bean
        @ConditionalOnMissingBean
        Once safe4jOnce(Idempotency idempotency) {
            return Once.on(idempotency);
        }

        @Bean
        @ConditionalOnMissingBean
        PurgeSchedule safe4jIdempotencyPurge(
                ObjectProvider<Idempotency> idempotency, IdempotencyProperties properties) {
            IdempotencyProperties.Purge purge = properties.purge();
            try {
                return new PurgeSchedule(
                        atMost -> idempotency.getObject().purge(atMost),
                        purge.interval(),
                        purge.batch(),
                        purge.batches());
            } catch (IllegalArgumentException refused) {
                boolean isInterval =
                        purge.interval().isNegative() || purge.interval().compareTo(PurgeSchedule.LONGEST_INTERVAL) > 0;
                throw new InvalidConfigurationPropertyValueException(
                        "safe4j.idempotency.purge." + (isInterval ? "interval" : "batch"),
                        purge,
                        String.valueOf(refused.getMessage()));
            }
        }
    }

    /** Where one was asked for and could not be made. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("safe4j.idempotency.store")
    @ConditionalOnMissingBean(IdempotencyStore.class)
    static class WithoutAStore {

        @Bean
        IdempotencyStore safe4jMissingIdempotencyStore(IdempotencyProperties properties) {
            throw new StoreMissingException(StoreMissingException.Room.IDEMPOTENCY, properties.store());
        }
    }
}
