package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.lock.Locks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The small pool of the stores, beside pools that an application has made itself. */
@Tag("slow")
class StorePoolTest {

    /** A pool that nobody can copy, as JNDI has them. */
    private static final class Container extends DelegatingDataSource implements AutoCloseable {

        private final AtomicInteger closed = new AtomicInteger();

        Container(DataSource target) {
            super(target);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static ApplicationContextRunner application(DataSource dataSource) {
        return Applications.onH2()
                .withBean(
                        "dataSource",
                        DataSource.class,
                        () -> dataSource,
                        definition -> definition.setDestroyMethodName(""))
                .withPropertyValues(
                        "safe4j.jdbc.create-tables=true",
                        "spring.autoconfigure.exclude=dev.safe4j.test.spring.SafeRaceAutoConfiguration"); // it wraps
        // data
        // sources
    }

    private static void lock(Locks locks) {
        String held = locks.withLock("sweet", lock -> "held");
        assertThat(held).isEqualTo("held");
    }

    @Test
    void a_pool_of_the_container_is_used_and_never_closed() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:container;DB_CLOSE_DELAY=-1");
        Container container = new Container(h2);
        application(container).run(context -> lock(context.getBean(Locks.class)));
        assertThat(container.closed).hasValue(0);
    }

    @Test
    void a_pool_that_has_a_registry_of_meters_is_copied_without_it() {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl("jdbc:h2:mem:metered");
            pool.setMetricRegistry(new SimpleMeterRegistry());
            application(pool).run(context -> {
                assertThat(context).hasNotFailed();
                lock(context.getBean(Locks.class));
                assertThat(context.getBean("safe4jStoreDataSource", HikariDataSource.class)
                                .getMetricRegistry())
                        .isNull();
            });
        }
    }
}
