package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.SafeFlightMetersAutoConfiguration.ByName;
import dev.safe4j.autoconfigure.SafeLockAutoConfiguration.LockSettings;
import dev.safe4j.flight.FlightListener;
import dev.safe4j.lock.LockListener;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.LocksBuilder;
import dev.safe4j.spring.flight.CacheGuardPostProcessor;
import dev.safe4j.spring.flight.GuardedCaches;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Guards before the caches of Spring that the properties name. */
@AutoConfiguration(after = {SafeFlightMetersAutoConfiguration.class, SafeLockAutoConfiguration.class})
@ConditionalOnSafe4j
@ConditionalOnClass(CacheManager.class)
@EnableConfigurationProperties(CacheProperties.class)
public final class SafeCacheAutoConfiguration {

    @Bean
    static CacheGuardPostProcessor safe4jCacheGuard(ObjectProvider<GuardedCaches> guarded, Environment environment) {
        boolean guardsAny = Binder.get(environment)
                .bind(CacheProperties.CACHES, Bindable.setOf(String.class))
                .map(caches -> !caches.isEmpty())
                .orElse(false);
        return new CacheGuardPostProcessor(guardsAny, guarded::getObject);
    }

    @Bean
    GuardedCaches safe4jGuardedCaches(
            CacheProperties properties,
            ObjectProvider<CacheLocks> locks,
            ObjectProvider<FlightListener> listeners,
            ObjectProvider<ByName> meters) {
        CacheProperties.StampedeGuard guard = properties.stampedeGuard();
        CacheLocks across = locks.getIfAvailable();
        return PropertyRules.checked(
                "safe4j.cache.stampede-guard.within",
                guard.within(),
                () -> new GuardedCaches(
                        guard.caches(),
                        guard.effectiveWithin(),
                        across == null ? null : across.locks(),
                        name -> ByName.and(listeners, meters, "cache." + name)));
    }

    @Bean
    SmartInitializingSingleton safe4jCacheGuardCheck(
            GuardedCaches guarded, CacheProperties properties, ObjectProvider<CacheManager> managers) {
        return () -> {
            try {
                guarded.require(managers.stream().toList());
            } catch (IllegalArgumentException missing) {
                throw new InvalidConfigurationPropertyValueException(
                        CacheProperties.CACHES,
                        properties.stampedeGuard().caches(),
                        String.valueOf(missing.getMessage()));
            }
        };
    }

    /** Where one instance is to load at a time. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("safe4j.cache.stampede-guard.across-instances")
    static class AcrossInstances {

        @Bean
        CacheLocks safe4jCacheLocks(
                CacheProperties properties,
                ObjectProvider<LockStore> store,
                ObjectProvider<LockSettings> settings,
                ObjectProvider<LockListener> listeners) {
            LockStore present = store.getIfUnique();
            LockSettings common = settings.getIfUnique();
            if (present == null || common == null) {
                throw new InvalidConfigurationPropertyValueException(
                        "safe4j.cache.stampede-guard.across-instances",
                        true,
                        "there is no bean of dev.safe4j.lock.LockStore: it needs a DataSource, a Redis client, or"
                                + " safe4j.lock.store.");
            }
            LocksBuilder builder = Locks.builder(present).owner(common.owner());
            listeners.orderedStream().forEach(builder::listener);
            Duration half = properties.stampedeGuard().effectiveWithin().dividedBy(2);
            return new CacheLocks(common.properties().applyTo(builder.build()).within(half));
        }
    }

    /**
     * Locks of their own, without the application's transactions: a load within one would keep its lock until that has ended, and one that
     * was lost would refuse its commit. No bean of locks itself, since it would be taken for the application's.
     */
    record CacheLocks(Locks locks) implements AutoCloseable {

        @Override
        public void close() {
            locks.close();
        }
    }
}
