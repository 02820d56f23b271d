package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.IdempotencyProperties.Store;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.TransactionalStore;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.idempotency.JdbcIdempotencyStore;
import dev.safe4j.jdbc.idempotency.JdbcTransactionalStore;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.once.Inbox;
import dev.safe4j.spring.idempotency.PurgeSchedule;
import dev.safe4j.spring.idempotency.PurgedStore;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Requests in the application's database: claims on the small pool of the stores, or in the transaction of their effects. */
@AutoConfiguration(after = {SafeJdbcLockAutoConfiguration.class, SafeTransactionAutoConfiguration.class})
@ConditionalOnSafe4j
@OnIdempotencyStore.Is(value = Store.JDBC, unasked = true)
@ConditionalOnClass({DataSource.class, DataSourceUtils.class})
@ConditionalOnSingleCandidate(Database.class)
@ConditionalOnMissingBean(IdempotencyStore.class)
@Import(StorePoolConfiguration.class)
@EnableConfigurationProperties({SafeProperties.class, IdempotencyProperties.class})
public final class SafeJdbcIdempotencyAutoConfiguration {

    @Bean
    JdbcIdempotencyStore safe4jJdbcIdempotencyStore(
            @Qualifier(StorePoolConfiguration.POOL) DataSource own,
            IdempotencyProperties properties,
            SafeProperties common) {
        JdbcIdempotencyStore store =
                JdbcIdempotencyStore.builder(own).table(properties.table()).build();
        if (common.jdbc().createTables()) {
            store.schema().create(store.database());
        }
        return store;
    }

    @Bean
    @ConditionalOnMissingBean(TransactionalStore.class)
    JdbcTransactionalStore safe4jTransactionalStore(
            Database database, ObjectProvider<Transactions> transactions, IdempotencyProperties properties) {
        JdbcTransactionalStore.Builder builder =
                JdbcTransactionalStore.builder(database).table(properties.table());
        // Above READ COMMITTED, MariaDB and MySQL lock the gaps between keys.
        transactions.ifUnique(
                runner -> builder.transactions(database.dialect().isMySqlFamily() ? runner.readCommitted() : runner));
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    Inbox safe4jInbox(TransactionalStore store, ObjectProvider<PurgeSchedule> purge) {
        return Inbox.on(new PurgedStore(store, purge::getIfAvailable));
    }
}
