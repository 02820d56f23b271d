package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.SafeRetryMetersAutoConfiguration.RetriesByName;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.AfterCommit;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.transaction.SameDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;

/** The transaction room on the application's transaction manager, if there is one or a primary one. */
@AutoConfiguration(
        after = {SafeRetryAutoConfiguration.class, SafeRetryMetersAutoConfiguration.class},
        afterName = {
            Spring.JDBC_TRANSACTIONS_4,
            Spring.JDBC_TRANSACTIONS_3,
            Spring.JPA_4,
            Spring.JPA_3,
            Spring.JTA_4,
            Spring.JTA_3
        })
@ConditionalOnSafe4j
@ConditionalOnClass({PlatformTransactionManager.class, DataSourceUtils.class})
@ConditionalOnSingleCandidate(PlatformTransactionManager.class)
@EnableConfigurationProperties(SafeProperties.class)
public final class SafeTransactionAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(Database.class)
    Transactions safe4jTransactions(
            PlatformTransactionManager manager,
            Database database,
            RetryPolicy policy,
            ObjectProvider<RetriesByName> meters,
            SafeProperties properties) {
        SameDataSource.require(manager, database);
        Transactions transactions =
                Transactions.on(database, manager).retry(policy.alsoRetrying(FaultClass.CONNECTION));
        @Nullable RetriesByName registered = meters.getIfUnique();
        return properties.transaction().applyTo(registered == null ? transactions : transactions.listener(registered));
    }

    @Bean
    @ConditionalOnMissingBean
    AfterCommit safe4jAfterCommit() {
        return new AfterCommit();
    }
}
