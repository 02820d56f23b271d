package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.retry.FaultClassifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** The SQL rooms on the database. */
@AutoConfiguration(after = SafeDatabaseAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnClass(DataSourceUtils.class)
@ConditionalOnSingleCandidate(Database.class)
public final class SafeJdbcAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(FaultClassifier.class)
    SqlFaults safe4jFaults(Database database) {
        return database.faults();
    }

    @Bean
    @ConditionalOnMissingBean
    Updates safe4jUpdates(Database database) {
        return Updates.on(database);
    }

    @Bean
    @ConditionalOnMissingBean
    RowLocks safe4jRowLocks(Database database) {
        return RowLocks.on(database);
    }
}
