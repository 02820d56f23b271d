package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.Database;
import dev.safe4j.update.RowListener;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * The database behind the application's data source, if there is one data source or a primary one; listeners are told of what is done by those
 * who are made with it.
 */
@AutoConfiguration(
        after = SafeRowMetersAutoConfiguration.class,
        afterName = {Spring.DATA_SOURCE_4, Spring.DATA_SOURCE_3})
@ConditionalOnSafe4j
@ConditionalOnClass({DataSource.class, DataSourceUtils.class})
@ConditionalOnSingleCandidate(DataSource.class)
public final class SafeDatabaseAutoConfiguration {

    /** After Flyway, Liquibase and schema.sql: who has it looks up tables, some of them while they are constructed. */
    @Bean
    @ConditionalOnMissingBean
    @DependsOnDatabaseInitialization
    Database safe4jDatabase(DataSource dataSource, ObjectProvider<RowListener> listeners) {
        Database database = Database.of(dataSource);
        for (RowListener each : listeners.orderedStream().toList()) {
            database = database.listener(each);
        }
        return database;
    }
}
