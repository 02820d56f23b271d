package dev.safe4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.faults.Driver;
import dev.safe4j.jdbc.faults.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;

class FaultTranslatorTest {

    private static final String CHANGE = "UPDATE item SET n = 10 WHERE id = 1";

    private static DataAccessException translated(Dialect dialect, SQLException failure) {
        return new FaultTranslator(SqlFaults.of(dialect)).translate("changing an item", CHANGE, failure);
    }

    private static DataAccessException translated(Driver driver, SQLException failure) {
        return translated(driver.dialect(), failure);
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_timeout_is_a_lock_not_acquired(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            sessions.first().begin(Connection.TRANSACTION_READ_COMMITTED).run(CHANGE);
            SQLException failure = sessions.second().impatient().failureOf(CHANGE);
            assertThat(translated(driver, failure))
                    .isExactlyInstanceOf(CannotAcquireLockException.class)
                    .hasCause(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_deadlock_is_a_concurrency_failure(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            SQLException failure = sessions.deadlock().failure();
            assertThat(translated(driver, failure))
                    .isExactlyInstanceOf(ConcurrencyFailureException.class)
                    .hasCause(failure);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void a_snapshot_conflict_is_a_concurrency_failure(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            sessions.first()
                    .run("SET SESSION innodb_snapshot_isolation = ON")
                    .begin(Connection.TRANSACTION_REPEATABLE_READ)
                    .run("SELECT n FROM item");
            sessions.second().run(CHANGE);
            assertThat(translated(driver, sessions.first().failureOf(CHANGE)))
                    .isExactlyInstanceOf(ConcurrencyFailureException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_taken_key_is_a_duplicate_key(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            SQLException failure = sessions.first().failureOf("INSERT INTO item VALUES (1, 5)");
            assertThat(translated(driver, failure))
                    .isExactlyInstanceOf(DuplicateKeyException.class)
                    .hasCause(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_failed_check_is_a_violation_of_integrity(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            SQLException failure = sessions.first().failureOf("INSERT INTO item VALUES (3, 100)");
            assertThat(translated(driver, failure)).isExactlyInstanceOf(DataIntegrityViolationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_has_no_class_is_translated_by_spring(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            SQLException failure = sessions.first().failureOf("SELECT n FROM nothing");
            assertThat(translated(driver, failure)).isExactlyInstanceOf(BadSqlGrammarException.class);
        }
    }

    @Test
    void a_statement_in_a_dead_transaction_is_not_what_killed_it() throws SQLException {
        try (Sessions sessions = Sessions.by(Driver.POSTGRESQL)) {
            sessions.first().begin(Connection.TRANSACTION_READ_COMMITTED);
            sessions.first().failureOf("INSERT INTO item VALUES (1, 5)");
            SQLException failure = sessions.first().failureOf(CHANGE);
            assertThat(translated(Driver.POSTGRESQL, failure)).isExactlyInstanceOf(UncategorizedSQLException.class);
        }
    }

    @Test
    void a_timeout_is_a_query_timeout() {
        assertThat(translated(Dialect.MYSQL, new SQLTimeoutException("too slow")))
                .isExactlyInstanceOf(QueryTimeoutException.class);
    }

    @ParameterizedTest
    @CsvSource({"08006", "40003"})
    void a_lost_connection_and_an_unknown_outcome_are_a_failure_of_the_resource(String state) {
        SQLException failure = new SQLException("lost", state);
        DataAccessException translated = translated(Dialect.POSTGRESQL, failure);
        assertThat(translated).isExactlyInstanceOf(DataAccessResourceFailureException.class);
        SqlFaults faults = SqlFaults.of(Dialect.POSTGRESQL);
        assertThat(faults.classify(translated)).isEqualTo(faults.classify(failure));
    }

    @Test
    void the_message_names_the_task_the_statement_and_the_fault() {
        DataAccessException translated = translated(Dialect.POSTGRESQL, new SQLException("taken", "23505"));
        assertThat(translated).hasMessageContainingAll("changing an item", CHANGE, "taken");
    }
}
