package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.jdbc.jooq.JooqRowLocks;
import dev.safe4j.jdbc.jooq.JooqUpdates;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.AfterCommit;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.retry.Attempt;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.FaultClassifier;
import dev.safe4j.retry.RetryListener;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.boundary.WrongBoundaryException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

class BeansTest {

    private static final List<Class<?>> OF_THE_ROOMS = List.of(
            Database.class,
            FaultClassifier.class,
            Updates.class,
            RowLocks.class,
            Transactions.class,
            AfterCommit.class,
            RetryPolicy.class,
            JooqUpdates.class,
            JooqRowLocks.class);

    /** The artifact's version is in the module's name: boot3 with 3.x, boot4 with 4.x. */
    @Test
    void the_module_tests_the_generation_that_its_name_says() {
        String module = System.getProperty("basedir", "");
        assertThat(SpringBootVersion.getVersion()).startsWith(module.endsWith("it-boot3") ? "3.5." : "4.1.");
        assertThat(module).containsPattern("it-boot[34]$");
    }

    @Test
    void every_bean_is_there_once() {
        Applications.onH2()
                .run(context -> OF_THE_ROOMS.forEach(
                        type -> assertThat(context).as(type.getName()).hasSingleBean(type)));
    }

    @Test
    void the_beans_work_on_the_applications_data_source() {
        Applications.onH2().run(context -> {
            assertThat(context.getBean(Database.class).dataSource()).isSameAs(context.getBean(DataSource.class));
            assertThat(context.getBean(Database.class).dialect()).isEqualTo(Dialect.H2);
            assertThat(context.getBean(FaultClassifier.class)).isInstanceOf(SqlFaults.class);
            assertThat(context.getBean(Updates.class).database()).isSameAs(context.getBean(Database.class));
        });
    }

    @Test
    void transactions_run_on_the_applications_manager() {
        Applications.onH2().run(context -> {
            Boolean inside = context.getBean(Transactions.class).run(attempt -> Transactions.isInside());
            assertThat(inside).isTrue();
        });
    }

    @Test
    void the_policy_knows_sql_and_tells_the_applications_listeners() {
        Applications.onH2().withUserConfiguration(CountingListener.class).run(context -> {
            RetryPolicy policy = context.getBean(RetryPolicy.class);
            String ran = policy.run(attempt -> {
                if (attempt.isFirst()) {
                    throw new SQLException("serialization failure", "40001");
                }
                return "ran " + attempt.number();
            });
            assertThat(ran).isEqualTo("ran 2");
            assertThat(context.getBean(CountingListener.class).retries).isEqualTo(1);
        });
    }

    @Test
    void switched_off_nothing_of_it_is_there() {
        Applications.onH2().withPropertyValues("safe4j.enabled=false").run(context -> {
            assertThat(context).hasNotFailed();
            OF_THE_ROOMS.forEach(type -> assertThat(context).doesNotHaveBean(type));
            assertThat(Stream.of(context.getBeanDefinitionNames()).filter(name -> name.startsWith("safe4j")))
                    .isEmpty();
        });
    }

    @Test
    void what_the_application_defines_is_used() {
        Applications.onH2().withUserConfiguration(Own.class).run(context -> {
            assertThat(context).hasNotFailed();
            for (Class<?> type : OF_THE_ROOMS) {
                assertThat(context).hasSingleBean(type);
                assertThat(context.getBeanNamesForType(type)[0]).startsWith("own");
            }
        });
    }

    @Test
    @Tag("soak") // a start for each; together they are tested above
    void each_backs_off_alone() {
        DataSource shared = new DriverManagerDataSource("jdbc:h2:mem:shared;DB_CLOSE_DELAY=-1");
        ApplicationContextRunner onShared = Applications.onH2()
                .withPropertyValues("safe4j.race.enabled=false") // each context would wrap the shared one for itself
                .withBean(DataSource.class, () -> shared);
        onShared.run(donor -> OF_THE_ROOMS.forEach(type -> onShared.withBean(
                        "own", castTo(type), () -> castTo(type).cast(donor.getBean(type)))
                .run(context -> {
                    assertThat(context.getBeanNamesForType(type)).containsExactly("own");
                    OF_THE_ROOMS.forEach(other -> assertThat(context).hasSingleBean(other));
                })));
    }

    @Test
    void two_data_sources_without_a_primary_one_are_not_guessed_between() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.jooq")) // whose auto-configuration wants a single one
                .withUserConfiguration(Applications.Auto.class, TwoDataSources.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean(Database.class).doesNotHaveBean(Updates.class);
                    assertThat(context).hasSingleBean(RetryPolicy.class);
                });
    }

    @Test
    void a_database_of_the_applications_own_choice_brings_the_others() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.jooq")) // whose auto-configuration wants a single one
                .withUserConfiguration(Applications.Auto.class, TwoDataSources.class)
                .withUserConfiguration(ChosenDatabase.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Updates.class)
                        .hasSingleBean(RowLocks.class));
    }

    /** The application's own database bean is on the second data source, its only transaction manager on the first. */
    @Test
    void transactions_on_another_data_source_than_the_database_fail_the_start() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.jooq"))
                .withUserConfiguration(Applications.Auto.class, TwoDataSources.class)
                .withBean(Database.class, () -> Database.of(new DriverManagerDataSource("jdbc:h2:mem:three")))
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(WrongBoundaryException.class)
                        .hasMessageContaining("would begin on another data source than the one of the bean Database")
                        .hasMessageContaining("Define a bean of Transactions"));
    }

    @Test
    void a_data_source_in_wrappers_is_still_the_same() {
        Applications.onH2()
                .withUserConfiguration(Wrapped.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Transactions.class));
    }

    @SuppressWarnings("unchecked")
    private static Class<Object> castTo(Class<?> type) {
        return (Class<Object>) type;
    }

    /** A listener of the application. */
    static class CountingListener implements RetryListener {
        int retries;

        @Override
        public void onRetry(Attempt attempt, Throwable failure, FaultClass fault, Duration delay) {
            retries++;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        Database ownDatabase(DataSource source) {
            return Database.of(source);
        }

        @Bean
        FaultClassifier ownClassifier() {
            return FaultClassifier.declared();
        }

        @Bean
        Updates ownUpdates(Database database) {
            return Updates.on(database);
        }

        @Bean
        RowLocks ownRowLocks(Database database) {
            return RowLocks.on(database);
        }

        @Bean
        Transactions ownTransactions(PlatformTransactionManager manager, Database database) {
            return Transactions.on(database, manager);
        }

        @Bean
        AfterCommit ownAfterCommit() {
            return new AfterCommit();
        }

        @Bean
        JooqUpdates ownJooqUpdates(DSLContext dsl) {
            return JooqUpdates.on(dsl);
        }

        @Bean
        JooqRowLocks ownJooqRowLocks(DSLContext dsl) {
            return JooqRowLocks.on(dsl);
        }

        @Bean
        RetryPolicy ownRetryPolicy() {
            return RetryPolicy.defaults();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Wrapped {
        @Bean
        DataSource wrapped() {
            return new TransactionAwareDataSourceProxy(new LazyConnectionDataSourceProxy(
                    new DriverManagerDataSource("jdbc:h2:mem:wrapped;DB_CLOSE_DELAY=-1")));
        }
    }

    @Configuration
    static class TwoDataSources {
        @Bean
        DataSource one() {
            return new DriverManagerDataSource("jdbc:h2:mem:one;DB_CLOSE_DELAY=-1");
        }

        @Bean
        DataSource two() {
            return new DriverManagerDataSource("jdbc:h2:mem:two;DB_CLOSE_DELAY=-1");
        }

        @Bean
        PlatformTransactionManager ofTwo() {
            return new JdbcTransactionManager(two());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ChosenDatabase {
        @Bean
        Database chosen(@Qualifier("two") DataSource two) {
            return Database.of(two);
        }
    }
}
