package dev.safe4j.it.race;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.RaceProbe;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which data sources are under the probe, and that none is so twice. */
@Tag("slow")
class WrappingTest {

    private static ApplicationContextRunner with(Class<?> configuration) {
        return new ApplicationContextRunner().withUserConfiguration(configuration);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    @Test
    void the_bean_is_wrapped_and_unwraps() {
        with(Plain.class).run(context -> {
            DataSource bean = context.getBean(DataSource.class);
            assertThat(RaceProbe.isProbed(bean)).isTrue();
            assertThat(bean.isWrapperFor(HikariDataSource.class)).isTrue();
            assertThat(bean.unwrap(HikariDataSource.class).getMaximumPoolSize()).isPositive();
            assertThat(context).hasSingleBean(RaceProbe.class);
        });
    }

    @Test
    void the_target_is_closed_with_the_context() {
        HikariDataSource[] pool = new HikariDataSource[1];
        with(Plain.class).run(context -> {
            pool[0] = context.getBean(DataSource.class).unwrap(HikariDataSource.class);
            assertThat(pool[0].isClosed()).isFalse();
        });
        assertThat(pool[0].isClosed()).isTrue();
    }

    @Test
    void switched_off_nothing_is_wrapped() {
        with(Plain.class).withPropertyValues("safe4j.race.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(RaceProbe.class);
            assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OwnProbe {
        @Bean
        RaceProbe mine() {
            return new RaceProbe();
        }
    }

    @Test
    void the_applications_own_probe_is_used() {
        with(OwnProbe.class)
                .run(context ->
                        assertThat(context.getBeanNamesForType(RaceProbe.class)).containsExactly("mine"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Routing {
        @Bean
        DataSource first() {
            return h2("first");
        }

        @Bean
        DataSource second() {
            return h2("second");
        }

        @Bean
        @Primary
        DataSource router(DataSource first, DataSource second) {
            AbstractRoutingDataSource router = new AbstractRoutingDataSource() {
                @Override
                protected Object determineCurrentLookupKey() {
                    return "first";
                }
            };
            router.setTargetDataSources(Map.of("first", first, "second", second));
            return router;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Lazy {
        @Bean
        DataSource target() {
            return h2("lazy");
        }

        @Bean
        @Primary
        DataSource lazy(DataSource target) {
            return new LazyConnectionDataSourceProxy(target);
        }
    }

    private static DataSource h2(String name) {
        return new DriverManagerDataSource("jdbc:h2:mem:wrapping-" + name + ";DB_CLOSE_DELAY=-1");
    }

    @Test
    void a_data_source_around_wrapped_ones_gives_no_double_steps() {
        for (Class<?> configuration : List.of(Plain.class, Routing.class, Lazy.class)) {
            with(configuration).run(context -> {
                assertThat(context).hasNotFailed();
                Exploration found = twoSteps(context.getBean(DataSource.class), context.getBean(RaceProbe.class));
                assertThat(found.scope().steps())
                        .as(configuration.getSimpleName())
                        .containsExactly(3, 3);
                assertThat(found.scope().orders()).isBetween(2, 20);
            });
        }
    }

    private static Exploration twoSteps(DataSource dataSource, RaceProbe probe) throws SQLException {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        jdbc.execute("create table if not exists thing (id int primary key, n int)");
        jdbc.update("merge into thing values (1, 1), (2, 2)");
        return Interleavings.on(probe)
                .actor(
                        "one",
                        () -> transaction.executeWithoutResult(status -> {
                            jdbc.queryForObject("select n from thing where id = 1", Integer.class);
                            jdbc.update("update thing set n = 3 where id = 1");
                        }))
                .actor(
                        "two",
                        () -> transaction.executeWithoutResult(status -> {
                            jdbc.queryForObject("select n from thing where id = 2", Integer.class);
                            jdbc.update("update thing set n = 3 where id = 2");
                        }))
                .always("two rows", () -> jdbc.queryForObject("select count(*) from thing", Integer.class) == 2)
                .explore();
    }
}
