package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.CounterProperties.Store;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.counter.GaplessSequence;
import dev.safe4j.jdbc.counter.JdbcCounterStore;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Counters in the application's database, on the small pool that locks have too; numbers without gaps in its transactions. */
@AutoConfiguration(
        after = {
            SafeJdbcLockAutoConfiguration.class,
            SafeJdbcIdempotencyAutoConfiguration.class,
            SafeJdbcJobAutoConfiguration.class
        })
@ConditionalOnSafe4j
@OnCounterStore.Is(value = Store.JDBC, unasked = true)
@ConditionalOnClass({DataSource.class, DataSourceUtils.class})
@ConditionalOnSingleCandidate(Database.class)
@ConditionalOnMissingBean(CounterStore.class)
@EnableConfigurationProperties({SafeProperties.class, CounterProperties.class})
public final class SafeJdbcCounterAutoConfiguration {

    /** Where nothing else is in the database, so that it has not been made. */
    @Bean(name = SafeJdbcLockAutoConfiguration.POOL, defaultCandidate = false)
    @ConditionalOnMissingBean(name = SafeJdbcLockAutoConfiguration.POOL)
    DataSource safe4jLockDataSource(Database database, SafeProperties properties) {
        return OwnPool.beside(database.dataSource(), properties.jdbc().poolSize());
    }

    @Bean
    JdbcCounterStore safe4jJdbcCounterStore(
            @Qualifier(SafeJdbcLockAutoConfiguration.POOL) DataSource own,
            CounterProperties properties,
            SafeProperties common) {
        JdbcCounterStore store =
                JdbcCounterStore.builder(own).table(properties.table()).build();
        if (common.jdbc().createTables()) {
            store.schema().create(store.database());
        }
        return store;
    }

    @Bean
    @ConditionalOnMissingBean
    GaplessSequence safe4jGaplessSequence(Database database, CounterProperties properties) {
        return GaplessSequence.on(database).table(properties.table());
    }
}
