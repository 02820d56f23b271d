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
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Counters in the application's database, on the small pool of the stores; numbers without gaps in its transactions. */
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
@Import(StorePoolConfiguration.class)
@EnableConfigurationProperties({SafeProperties.class, CounterProperties.class})
public final class SafeJdbcCounterAutoConfiguration {

    @Bean
    JdbcCounterStore safe4jJdbcCounterStore(
            @Qualifier(StorePoolConfiguration.POOL) DataSource own,
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
