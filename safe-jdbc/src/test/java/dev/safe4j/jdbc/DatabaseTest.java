package dev.safe4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.UpdateResult.Applied;
import dev.safe4j.update.UpdateResult.Refused;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.h2.tools.SimpleResultSet;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class DatabaseTest {

    @EachDatabase
    void the_dialect_is_detected(TestDatabase db) {
        assertThat(Database.of(db.dataSource()).dialect().name())
                .isEqualTo(db.kind().name());
    }

    @EachDatabase(ServerKind.MARIADB)
    void mysqls_driver_on_mariadb_is_told_by_the_version(TestDatabase db) {
        String url = db.url().replace("jdbc:mariadb:", "jdbc:mysql:");
        Database database = Database.of(new DriverManagerDataSource(url, db.username(), db.password()));
        assertThat(database.dialect()).isEqualTo(Dialect.MARIADB);
        db.execute("create table t (id int primary key, n int, m decimal(5,2))", "insert into t values (1, 5, 1.25)");
        Updates updates = Updates.on(database);
        assertThat(updates.table("t")
                        .key("id", 1)
                        .add("n", 1)
                        .set("m", new BigDecimal("2.50"))
                        .returning("n", "m")
                        .apply())
                .isInstanceOfSatisfying(Applied.class, applied -> {
                    assertThat(applied.values().number("n")).isEqualTo(6);
                    assertThat(applied.values().decimal("m")).isEqualTo(new BigDecimal("2.50"));
                });
        assertThat(updates.table("t")
                        .key("id", 1)
                        .add("n", 1)
                        .provided("n < ?", 0)
                        .apply())
                .isInstanceOf(Refused.class);
    }

    @EachDatabase(ServerKind.MARIADB)
    void counting_changed_rows_is_refused_for_both_drivers(TestDatabase db) {
        for (String driver : new String[] {"jdbc:mariadb:", "jdbc:mysql:"}) {
            String url = db.url("useAffectedRows=true").replace("jdbc:mariadb:", driver);
            assertThatThrownBy(() -> Database.of(new DriverManagerDataSource(url, db.username(), db.password())))
                    .isInstanceOf(UnsupportedDatabaseException.class)
                    .hasMessageContaining("useAffectedRows=true");
            DriverManagerDataSource byProperty = new DriverManagerDataSource(
                    db.url().replace("jdbc:mariadb:", driver), db.username(), db.password());
            Properties properties = new Properties();
            properties.setProperty("useAffectedRows", "true");
            byProperty.setConnectionProperties(properties);
            assertThatThrownBy(() -> Database.of(byProperty))
                    .as(driver + " with a property instead of the URL")
                    .isInstanceOf(UnsupportedDatabaseException.class);
        }
    }

    @EachDatabase
    void a_pool_with_auto_commit_off_is_committed_for(TestDatabase db) {
        db.execute("create table t (id int primary key, n int)", "insert into t values (1, 5)");
        HikariDataSource pool = new HikariDataSource();
        try (pool) {
            pool.setJdbcUrl(db.url());
            pool.setUsername(db.username());
            pool.setPassword(db.password());
            pool.setMaximumPoolSize(1);
            pool.setAutoCommit(false);
            Updates updates = Updates.on(pool);
            assertThat(updates.table("t").key("id", 1).add("n", 1).apply().isApplied())
                    .isTrue();
            assertThat(db.value(Integer.class, "select n from t")).isEqualTo(6);
            assertThatThrownBy(() -> updates.table("t")
                            .key("id", 1)
                            .assign("n", "n / 0")
                            .provided("1 / (n - 6) = 1")
                            .apply())
                    .isInstanceOfAny(RuntimeException.class, AssertionError.class);
            assertThat(db.value(Integer.class, "select n from t")).isIn(6, (Object) null);
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void schemas_mixed_case_names_and_special_types(TestDatabase db) {
        db.execute(
                "create type mood as enum ('calm', 'angry')",
                "create table \"Order Line\" (id int)",
                "create table \"Guest\" (\"Id\" uuid primary key, \"Mood\" mood not null, doc jsonb, big numeric)",
                "create view moods as select * from \"Guest\"");
        Updates updates = Updates.on(db.dataSource());
        UUID id = UUID.randomUUID();
        db.execute("insert into \"Guest\" values ('" + id + "', 'calm', '{}', 1)");
        assertThat(updates.table(db.name() + ".Guest")
                        .key("id", id)
                        .set("mood", "angry")
                        .set("doc", "{\"a\": 1}")
                        .set("big", new BigDecimal("12345678901234567890.123456789"))
                        .returning("big", "doc")
                        .apply()
                        .orThrow()
                        .values()
                        .decimal("big"))
                .isEqualTo(new BigDecimal("12345678901234567890.123456789"));
        assertThat(updates.table("moods")
                        .key("Id", id)
                        .set("Mood", "calm")
                        .apply()
                        .isApplied())
                .isTrue();
        assertThatThrownBy(() -> updates.table("Order Line")).isInstanceOf(UnknownNameException.class);
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void keys_that_prove_nothing_are_not_believed(TestDatabase db) {
        db.execute(
                "create table t (a int, b int, c int, d int)",
                "create unique index part on t (a) where b > 0",
                "alter table t add constraint late unique (c) deferrable initially deferred",
                "create unique index half on t (d) include (b)");
        Table table = Database.of(db.dataSource()).table("t");
        assertThat(table.isUnique(java.util.List.of("a"))).isFalse();
        assertThat(table.isUnique(java.util.List.of("c"))).isFalse();
        assertThat(table.isUnique(java.util.List.of("d"))).isTrue();
        assertThat(table.isUnique(java.util.List.of("b"))).isFalse();
    }

    /** As MySQL tells unique (a, (lower(b))); it is not among the servers of these tests. */
    @Test
    void an_index_with_an_expression_in_it_proves_nothing() throws SQLException {
        SimpleResultSet indexes = new SimpleResultSet();
        indexes.addColumn("INDEX_NAME", Types.VARCHAR, 0, 0);
        indexes.addColumn("COLUMN_NAME", Types.VARCHAR, 0, 0);
        indexes.addRow("PRIMARY", "id");
        indexes.addRow("a_and_lower_b", "a");
        indexes.addRow("a_and_lower_b", null);
        indexes.addRow("lower_b_and_c", null);
        indexes.addRow("lower_b_and_c", "c");
        assertThat(TableReader.uniqueKeys(indexes))
                .isEqualTo(new UniqueKeys(Map.of("PRIMARY", Set.of("id")), Set.of("a_and_lower_b", "lower_b_and_c")));
    }

    @Test
    void an_unknown_database_is_refused_at_start_and_not_guessed() {
        assertThatThrownBy(() -> Database.of(new DriverManagerDataSource("jdbc:hsqldb:mem:stranger", "sa", "")))
                .isInstanceOf(UnsupportedDatabaseException.class)
                .hasMessageContaining("HSQL Database Engine")
                .hasMessageContaining("PostgreSQL, MariaDB, MySQL and H2");
    }

    @EachDatabase(ServerKind.H2)
    void a_database_that_cannot_be_reached_is_an_error_at_start(TestDatabase db) {
        SingleConnectionDataSource none =
                new SingleConnectionDataSource("jdbc:h2:tcp://127.0.0.1:1/none", "sa", "", true);
        assertThatThrownBy(() -> Database.of(none)).hasMessageContaining("Failed to obtain JDBC Connection");
        assertThatThrownBy(() -> Database.of(null)).hasMessageContaining("null");
    }
}
