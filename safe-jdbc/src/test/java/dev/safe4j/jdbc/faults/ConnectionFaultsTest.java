package dev.safe4j.jdbc.faults;

import static dev.safe4j.retry.FaultClass.CONNECTION;
import static dev.safe4j.retry.FaultClass.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The connection was lost, or not to be had. */
@Tag("slow")
class ConnectionFaultsTest {

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 08001, 0", "MARIADB, 08000, 0", "MYSQL, 08S01, 0", "H2, 90067, 90067"})
    void a_refused_connection_is_a_connection_fault(Driver driver, String state, int code) throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String url =
                driver.choose("jdbc:postgresql:", "jdbc:mariadb:", "jdbc:h2:tcp:") + "//127.0.0.1:" + closed + "/x";
        Fault fault = Fault.provokedBy(driver, () -> DriverManager.getConnection(driver.url(url), "x", "x"));
        assertThat(fault).isEqualTo(new Fault(state, code, CONNECTION));
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 57P01, 0", "MARIADB, 08000, -1", "MYSQL, 08S01, 0"})
    void a_session_ended_while_it_runs_a_statement_is_a_connection_fault(Driver driver, String state, int code)
            throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Fault fault = endedWhileItRuns(sessions, driver.choose("SELECT pg_sleep(30)", "SELECT SLEEP(30)", ""));
            assertThat(fault).isEqualTo(new Fault(state, code, CONNECTION));
        }
    }

    /** H2 cancels the statement and closes the session: which of the two the statement notices first is its own race. */
    @Test
    void a_session_of_h2_ended_while_it_runs_a_statement_is_a_connection_fault_or_a_cancelled_statement()
            throws SQLException {
        try (Sessions sessions = Sessions.by(Driver.H2)) {
            Fault fault = endedWhileItRuns(
                    sessions, "SELECT MAX(a.x + b.x) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b");
            assertThat(fault).isIn(new Fault("90098", 90098, CONNECTION), new Fault("57014", 57014, TIMEOUT));
            assertThat(sessions.first().failsOn("SELECT 1").faultClass()).isEqualTo(CONNECTION);
        }
    }

    private static Fault endedWhileItRuns(Sessions sessions, String slow) throws SQLException {
        String end = sessions.ending(sessions.first().id());
        return sessions.disturbed(slow, () -> sessions.second().run(end));
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 57P01, 0", "MARIADB, 08000, -1", "MYSQL, 08S01, 0", "H2, 90121, 90121"})
    void a_session_ended_between_two_statements_is_a_connection_fault(Driver driver, String state, int code)
            throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Client first = sessions.first().begin().run("UPDATE item SET n = 7 WHERE id = 1");
            sessions.end(first);
            assertThat(first.failsOn("SELECT 1")).isEqualTo(new Fault(state, code, CONNECTION));
            assertThat(sessions.committed(1)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void a_session_that_ends_itself_is_a_connection_fault_on_mariadb(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            assertThat(sessions.first().failsOn("KILL CONNECTION CONNECTION_ID()"))
                    .isEqualTo(new Fault("70100", 1927, CONNECTION));
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 08006, 0", "MARIADB, 08000, -1", "MYSQL, 08S01, 0"})
    void a_lost_answer_to_a_statement_is_a_connection_fault(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver);
                WireTap tap = WireTap.to(sessions.database().server())) {
            Client client = connect(driver, sessions, tap).begin();
            tap.dropReplyOf(request -> request.contains("UPDATE"));
            assertThat(client.failsOn("UPDATE item SET n = 7 WHERE id = 1"))
                    .isEqualTo(new Fault(state, code, CONNECTION));
        }
    }

    /** No driver says that the commit may have happened: only who has sent it knows, so the transaction runner decides. */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 08006, 0", "MARIADB, 08000, -1", "MYSQL, 08S01, 0"})
    void a_lost_answer_to_a_commit_looks_like_any_lost_connection(Driver driver, String state, int code)
            throws SQLException {
        try (Sessions sessions = Sessions.by(driver);
                WireTap tap = WireTap.to(sessions.database().server())) {
            Client client = connect(driver, sessions, tap).begin().run("UPDATE item SET n = 7 WHERE id = 1");
            tap.dropReplyOf(request -> request.toUpperCase(Locale.ROOT).contains("COMMIT"));
            assertThat(client.failsToCommit()).isEqualTo(new Fault(state, code, CONNECTION));
            assertThat(sessions.committed(1)).isEqualTo(7);
        }
    }

    private static Client connect(Driver driver, Sessions sessions, WireTap tap) throws SQLException {
        String url = sessions.database().urlThrough(tap);
        // MySQL's driver would use TLS, and the tap would see nothing.
        return sessions.connect(
                driver == Driver.MYSQL ? url + (url.contains("?") ? "&" : "?") + "sslMode=DISABLED" : url);
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_pool_is_a_connection_fault(Driver driver) throws SQLException {
        try (TestDatabase database = driver.newDatabase();
                HikariDataSource pool = new HikariDataSource(poolOfOne(driver, database));
                var taken = pool.getConnection()) {
            assertThat(taken.isValid(5)).isTrue();
            assertThat(Fault.provokedBy(driver, pool::getConnection)).isEqualTo(new Fault(null, 0, CONNECTION));
        }
    }

    private static HikariConfig poolOfOne(Driver driver, TestDatabase database) {
        HikariConfig config = new HikariConfig();
        // By a URL, the pool would make its short time-out the login time-out of the whole JVM.
        config.setDataSource(
                new DriverManagerDataSource(driver.url(database.url()), database.username(), database.password()));
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        return config;
    }

    @Test
    void a_role_without_a_connection_left_on_postgresql_is_a_connection_fault() throws SQLException {
        try (TestDatabase database = Driver.POSTGRESQL.newDatabase()) {
            String role = database.name() + "_role";
            database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret' CONNECTION LIMIT 0");
            try {
                Fault fault = Fault.provokedBy(
                        Driver.POSTGRESQL, () -> DriverManager.getConnection(database.url(), role, "secret"));
                assertThat(fault).isEqualTo(new Fault("53300", 0, CONNECTION));
            } finally {
                database.execute("DROP ROLE " + role);
            }
        }
    }

    /** Not by these states, but by the broken connection that the driver reports behind them. */
    @ParameterizedTest
    @CsvSource({"25P03, idle_in_transaction_session_timeout", "57P05, idle_session_timeout"})
    void a_session_that_was_idle_too_long_on_postgresql_is_a_connection_fault(String state, String limit)
            throws SQLException {
        try (Sessions sessions = Sessions.by(Driver.POSTGRESQL)) {
            Client first = sessions.first();
            int id = first.id();
            first.run("SET " + limit + " = '50ms'");
            if (limit.contains("transaction")) {
                first.begin().run("SELECT 1");
            }
            String query = "SELECT count(*) FROM pg_stat_activity WHERE pid = ?";
            Await.until(
                    Sessions.BOUND,
                    "the idle session is gone",
                    () -> Objects.equals(0L, sessions.database().value(Long.class, query, id)));
            assertThat(first.failsOn("SELECT 1")).isEqualTo(new Fault(state, 0, CONNECTION));
        }
    }
}
