package dev.safe4j.test.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a search knows of the data sources it is given. */
@Tag("slow")
class DataSourcesTest {

    private final RaceProbe probe = new RaceProbe();

    private static void add(DataSource dataSource) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult(status -> {
            int before = jdbc.queryForObject("select n from counter where id = 1 for update", Integer.class);
            jdbc.update("update counter set n = ? where id = 1", before + 1);
        });
    }

    /** Who waits in one pool may wait for a session of the other. */
    @EachDatabase
    void two_pools_on_one_database_are_one_server(TestDatabase db) {
        db.execute("create table counter (id int primary key, n int)", "insert into counter values (1, 0)");
        DataSource one = probe.wrap(db.dataSource());
        DataSource other = probe.wrap(db.newPool(2));
        for (boolean reduced : new boolean[] {false, true}) {
            Exploration found = Interleavings.on(probe)
                    .restoring("counter")
                    .actor("here", () -> add(one))
                    .actor("there", () -> add(other))
                    .always("both count", () -> db.value(Integer.class, "select n from counter") == 2)
                    .bounds(bounds -> bounds.reduced(reduced))
                    .explore();
            assertThat(found.scope().isExhausted()).isTrue();
            assertThat(found.scope().orders()).isGreaterThan(1);
            assertThat(found.scope().time()).isLessThan(Duration.ofSeconds(10));
        }
    }

    /** A delete reaches the children of children, so it depends on what is read there. */
    @EachDatabase
    void a_cascade_reaches_further_than_one_table(TestDatabase db) {
        db.execute(
                "create table counter (id int primary key, n int)",
                "create table child (id int primary key, counter int, foreign key (counter) references counter (id)"
                        + " on delete cascade)",
                "create table grandchild (id int primary key, child int, foreign key (child) references child (id)"
                        + " on delete cascade)",
                "insert into counter values (1, 0)",
                "insert into child values (1, 1)",
                "insert into grandchild values (1, 1)");
        JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
        Exploration reduced = Interleavings.on(probe)
                .restoring("grandchild", "counter")
                .actor("deletes", () -> jdbc.update("delete from counter where id = 1"))
                .actor("counts", () -> jdbc.queryForObject("select count(*) from grandchild", Integer.class))
                .afterwards(
                        "it is never counted before",
                        outcomes -> Integer.valueOf(0).equals(outcomes.valueOf("counts")))
                .bounds(bounds -> bounds.reduced(true))
                .tryExplore();
        assertThat(reduced.verdict()).as("the other order is not left out").isEqualTo(Verdict.VIOLATED);
    }

    /** The monitor's connection is like the pool's: it sees the same schema, at the same level. */
    @EachDatabase(ServerKind.POSTGRESQL)
    void a_pools_own_settings_are_the_monitors_too(TestDatabase db) {
        db.execute(
                "create schema " + db.name() + "_b",
                "create table " + db.name() + "_b.counter (id int primary key, n int)",
                "insert into " + db.name() + "_b.counter values (1, 0)");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(db.url());
        config.addDataSourceProperty("user", db.username());
        config.addDataSourceProperty("password", db.password());
        config.setSchema(db.name() + "_b");
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setMaximumPoolSize(3);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            DataSource wrapped = probe.wrap(pool);
            Exploration found = Interleavings.on(probe)
                    .restoring("counter")
                    .actor("one", () -> add(wrapped))
                    .actor("two", () -> add(wrapped))
                    .allowing(org.springframework.dao.ConcurrencyFailureException.class)
                    .explore();
            assertThat(found.scope().isolation()).isEqualTo(Isolation.REPEATABLE_READ);
        } finally {
            db.execute("drop schema " + db.name() + "_b cascade");
        }
    }
}
