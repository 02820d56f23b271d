package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.LockProperties.Store;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.jdbc.lock.PostgresReleaseSignal;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.ReleaseSignal;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Locks in the application's database, on the small pool of the stores. */
@AutoConfiguration(after = SafeDatabaseAutoConfiguration.class)
@ConditionalOnSafe4j
@OnLockStore.Is(value = Store.JDBC, unasked = true)
@ConditionalOnClass({DataSource.class, DataSourceUtils.class})
@ConditionalOnSingleCandidate(Database.class)
@ConditionalOnMissingBean(LockStore.class)
@Import(StorePoolConfiguration.class)
@EnableConfigurationProperties({SafeProperties.class, LockProperties.class})
public final class SafeJdbcLockAutoConfiguration {

    @Bean
    JdbcLockStore safe4jJdbcLockStore(
            @Qualifier(StorePoolConfiguration.POOL) DataSource own, LockProperties properties, SafeProperties common) {
        JdbcLockStore.Builder builder = JdbcLockStore.builder(own).table(properties.table());
        JdbcLockStore store = (properties.wakeByNotify()
                        ? builder.notifying(PostgresReleaseSignal.DEFAULT_CHANNEL)
                        : builder)
                .build();
        if (common.jdbc().createTables()) {
            store.schema().create(store.database());
        }
        return store;
    }

    @Bean
    @ConditionalOnBooleanProperty("safe4j.lock.wake-by-notify")
    @ConditionalOnMissingBean(ReleaseSignal.class)
    PostgresReleaseSignal safe4jReleaseSignal(@Qualifier(StorePoolConfiguration.POOL) DataSource own) {
        return new PostgresReleaseSignal(own);
    }
}
