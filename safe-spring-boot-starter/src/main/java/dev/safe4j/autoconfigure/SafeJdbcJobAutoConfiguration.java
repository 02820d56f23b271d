package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.JobProperties.Store;
import dev.safe4j.autoconfigure.SafeJobAutoConfiguration.OthersJobs;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.job.JdbcJobStore;
import dev.safe4j.jdbc.job.JdbcJobStoreBuilder;
import dev.safe4j.jdbc.job.JdbcJobTransactions;
import dev.safe4j.jdbc.lock.PostgresReleaseSignal;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobTransactions;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
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

/** Jobs in the application's database: enqueued in its transactions, and claimed on the small pool of the stores. */
@AutoConfiguration(
        after = {
            SafeJdbcLockAutoConfiguration.class,
            SafeJdbcIdempotencyAutoConfiguration.class,
            SafeTransactionAutoConfiguration.class
        })
@ConditionalOnSafe4j
@OnJobStore.Is(value = Store.JDBC, unasked = true)
@ConditionalOnClass({DataSource.class, DataSourceUtils.class})
@ConditionalOnSingleCandidate(Database.class)
@ConditionalOnMissingBean(JobStore.class)
@Import(StorePoolConfiguration.class)
@EnableConfigurationProperties({SafeProperties.class, JobProperties.class})
public final class SafeJdbcJobAutoConfiguration {

    @Bean
    JdbcJobStore safe4jJdbcJobStore(
            @Qualifier(StorePoolConfiguration.POOL) DataSource own,
            Database database,
            JobProperties properties,
            SafeProperties common) {
        JdbcJobStoreBuilder builder =
                JdbcJobStore.builder(own).joining(database).table(properties.table());
        JdbcJobStore store =
                (properties.wakeByNotify() ? builder.notifying(JdbcJobStore.DEFAULT_CHANNEL) : builder).build();
        if (common.jdbc().createTables()) {
            store.schema().create(store.database());
        }
        return store;
    }

    /** No bean of a signal itself: that would be one for locks. */
    @Bean
    @ConditionalOnBooleanProperty("safe4j.job.wake-by-notify")
    OthersJobs safe4jJobSignal(@Qualifier(StorePoolConfiguration.POOL) DataSource own) {
        return new OthersJobs(new PostgresReleaseSignal(own, JdbcJobStore.DEFAULT_CHANNEL));
    }

    /** A job may take longer than the application's other transactions; its own time limit is below this as a rule. */
    @Bean
    @ConditionalOnMissingBean(JobTransactions.class)
    JdbcJobTransactions safe4jJobTransactions(JdbcJobStore store, ObjectProvider<Transactions> transactions) {
        Transactions application = transactions.getIfUnique();
        if (application == null) {
            return JdbcJobTransactions.on(store);
        }
        Transactions patient = application.timeout(JdbcJobTransactions.DEFAULT_TIMEOUT);
        // With a snapshot, the renewal of the claim is a conflict; and MariaDB and MySQL lock the gaps between keys.
        return JdbcJobTransactions.on(store, patient.readCommitted());
    }
}
