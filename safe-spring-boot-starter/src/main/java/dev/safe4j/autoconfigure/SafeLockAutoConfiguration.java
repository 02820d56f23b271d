package dev.safe4j.autoconfigure;

import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.lock.LockListener;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.LocksBuilder;
import dev.safe4j.lock.ReleaseSignal;
import dev.safe4j.lock.TransactionBoundary;
import dev.safe4j.spring.lock.LockPurge;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The locks, on the store that is there. Closed before the store and its pool. */
@AutoConfiguration(
        after = {
            SafeBackgroundAutoConfiguration.class,
            SafeLockMetersAutoConfiguration.class,
            SafeLockObservationsAutoConfiguration.class,
            SafeLockTransactionAutoConfiguration.class
        })
@ConditionalOnSafe4j
@EnableConfigurationProperties(LockProperties.class)
public final class SafeLockAutoConfiguration {

    /** Where there is a store. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(LockStore.class)
    static class OnAStore {

        @Bean
        @ConditionalOnMissingBean
        Locks safe4jLocks(
                LockStore store,
                ObjectProvider<ReleaseSignal> signals,
                ObjectProvider<TransactionBoundary> transactions,
                ObjectProvider<LockListener> listeners,
                LockSettings settings) {
            LocksBuilder builder = Locks.builder(store).owner(settings.owner());
            ReleaseSignal signal = store instanceof ReleaseSignal own ? own : signals.getIfAvailable();
            if (signal != null) {
                builder.signal(signal);
            }
            transactions.ifAvailable(builder::transactions);
            listeners.orderedStream().forEach(builder::listener);
            return settings.properties().applyTo(builder.build());
        }

        @Bean
        @ConditionalOnMissingBean
        LockSettings safe4jLockSettings(LockProperties properties, Environment environment) {
            String owner = properties.owner();
            String application = environment.getProperty("spring.application.name", "process");
            return new LockSettings(
                    properties,
                    owner == null ? application + "-" + ProcessHandle.current().pid() : owner);
        }
    }

    /** Where locks leave rows behind. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean({BackgroundTasks.class, JdbcLockStore.class})
    static class WithRows {

        @Bean
        @ConditionalOnMissingBean
        LockPurge safe4jLockPurge(BackgroundTasks tasks, JdbcLockStore store, LockProperties properties) {
            LockProperties.Purge purge = properties.purge();
            Duration idle = purge.checkedIdle();
            Purges purges = new Purges(tasks, "safe4j.lock.purge", purge.interval(), purge.batch(), purge.batches());
            return new LockPurge(purges.of("lock", atMost -> store.purge(idle, atMost)));
        }
    }

    /** Where one was asked for and could not be made. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("safe4j.lock.store")
    @ConditionalOnMissingBean(LockStore.class)
    static class WithoutAStore {

        @Bean
        LockStore safe4jMissingLockStore(LockProperties properties) {
            throw new StoreMissingException(StoreMissingException.Room.LOCK, properties.store());
        }
    }

    /** The properties, with the name of this process. */
    record LockSettings(LockProperties properties, String owner) {}
}
