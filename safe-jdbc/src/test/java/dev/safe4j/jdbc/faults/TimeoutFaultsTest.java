package dev.safe4j.jdbc.faults;

import static dev.safe4j.retry.FaultClass.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement or a transaction took too long, or was cancelled. */
@Tag("slow")
class TimeoutFaultsTest {

    private static String slow(Driver driver) {
        return driver.choose(
                "SELECT pg_sleep(30)",
                "SELECT SLEEP(30)",
                "SELECT MAX(a.x + b.x) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b");
    }

    private static String limit(Driver driver) {
        return driver.choose(
                "SET statement_timeout = '100ms'", "SET SESSION max_statement_time = 0.1", "SET QUERY_TIMEOUT 100");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"POSTGRESQL, 57014, 0", "MARIADB, 70100, 1969", "MYSQL, none, 0", "H2, 57014, 57014"})
    void the_query_timeout_of_jdbc_is_a_timeout(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver);
                Statement statement = sessions.first().connection().createStatement()) {
            statement.setQueryTimeout(1);
            Fault fault = Fault.provokedBy(driver, () -> statement.execute(slow(driver)));
            assertThat(fault).isEqualTo(new Fault(state, code, TIMEOUT));
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 57014, 0", "MARIADB, 70100, 1969", "MYSQL, 70100, 1969", "H2, 57014, 57014"})
    void the_servers_limit_for_a_statement_is_a_timeout(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Fault fault = sessions.first().run(limit(driver)).failsOn(slow(driver));
            assertThat(fault).isEqualTo(new Fault(state, code, TIMEOUT));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL", "H2"})
    void a_timeout_leaves_the_transaction_open_and_its_earlier_writes_commit(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Client first = sessions.first().begin().run("UPDATE item SET n = 20 WHERE id = 2", limit(driver));
            assertThat(first.failsOn(slow(driver)).faultClass()).isEqualTo(TIMEOUT);
            first.commit();
            assertThat(sessions.committed(2)).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 57014, 0", "MARIADB, 70100, 1317", "MYSQL, 70100, 1317", "H2, 57014, 57014"})
    void a_statement_cancelled_by_another_session_is_a_timeout(Driver driver, String state, int code)
            throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            String cancel = driver.choose("SELECT pg_cancel_backend(%d)", "KILL QUERY %d", "CALL CANCEL_SESSION(%d)")
                    .formatted(sessions.first().id());
            Fault fault =
                    sessions.disturbed(slow(driver), () -> sessions.second().run(cancel));
            assertThat(fault).isEqualTo(new Fault(state, code, TIMEOUT));
        }
    }

    /** Not by MySQL's driver: it answers sometimes as the server does, and sometimes with neither a state nor a code. */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 57014, 0", "MARIADB, 70100, 1317", "H2, 57014, 57014"})
    void a_statement_cancelled_by_jdbc_is_a_timeout(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver);
                Statement statement = sessions.first().connection().createStatement()) {
            Fault fault = sessions.disturbed(slow(driver), () -> statement.execute(slow(driver)), statement::cancel);
            assertThat(fault).isEqualTo(new Fault(state, code, TIMEOUT));
        }
    }

    @Test
    void the_limit_for_a_transaction_on_postgresql_is_a_timeout() throws SQLException {
        try (Sessions sessions = Sessions.by(Driver.POSTGRESQL)) {
            Client first =
                    sessions.first().run("SET transaction_timeout = '100ms'").begin();
            assertThat(first.failsOn("SELECT pg_sleep(30)")).isEqualTo(new Fault("25P04", 0, TIMEOUT));
        }
    }
}
