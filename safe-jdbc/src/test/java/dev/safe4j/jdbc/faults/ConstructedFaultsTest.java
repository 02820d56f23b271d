package dev.safe4j.jdbc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.retry.FaultClass;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What none of the servers here can be brought to report, with the reason why. */
class ConstructedFaultsTest {

    private static FaultClass classify(Dialect dialect, String state, int code) {
        return SqlFaults.of(dialect).classify(new SQLException("constructed", state, code));
    }

    @ParameterizedTest(name = "{0} {1} {2} is {3}: {4}")
    @CsvSource(
            nullValues = "none",
            value = {
                "POSTGRESQL, 40003, 0, AMBIGUOUS, only CockroachDB and the like report it",
                "POSTGRESQL, 08007, 0, AMBIGUOUS, of the standard; no driver here reports it (any more)",
                "MARIADB, 08007, 0, AMBIGUOUS, MySQL's driver 9.7 answers a lost commit by 08S01",
                "POSTGRESQL, 57P01, 0, CONNECTION, real ones have 08006 behind them which would decide alone",
                "POSTGRESQL, 57P02, 0, CONNECTION, sent as a warning before the connection breaks with 08006",
                "MYSQL, HY000, 3572, LOCK_UNAVAILABLE, MySQL 8 only: NOWAIT",
                "MYSQL, HY000, 3024, TIMEOUT, MySQL only: max_execution_time",
                "MYSQL, 40000, 3101, CONFLICT, MySQL's group replication only",
                "MYSQL, XA102, 1614, CONFLICT, a deadlock under XA is 1213 on MariaDB",
                "MYSQL, HY000, 3819, INTEGRITY, MySQL only: CHECK",
                "MYSQL, 23000, 1586, DUPLICATE, the servers report 1062 instead",
                "MYSQL, 23000, 1169, DUPLICATE, of tables with constraints by hash; MariaDB reports 1062",
                "MYSQL, 23000, 1022, DUPLICATE, of storage engines that cannot name the key",
                "MARIADB, HY000, 1053, CONNECTION, a shutdown ends the sessions before they are told",
                "H2, 90131, 90131, CONFLICT, H2 waits and tries again itself, until its lock time-out"
            })
    void a_fault_that_cannot_be_provoked_here(
            Dialect dialect, String state, int code, FaultClass expected, String reason) {
        assertThat(reason).isNotBlank();
        assertThat(classify(dialect, state, code)).isEqualTo(expected);
    }

    @Test
    void what_the_mysql_family_says_in_a_code_says_nothing_elsewhere() {
        assertThat(classify(Dialect.MARIADB, "HY000", 1205)).isEqualTo(FaultClass.LOCK_UNAVAILABLE);
        assertThat(classify(Dialect.POSTGRESQL, "HY000", 1205)).isEqualTo(FaultClass.PERMANENT);
        assertThat(classify(Dialect.H2, "HY000", 1205)).isEqualTo(FaultClass.PERMANENT);
        assertThat(classify(Dialect.POSTGRESQL, "HY000", 1213)).isEqualTo(FaultClass.PERMANENT);
    }

    /** HikariCP says it of a connection that it has given up; seen after H2 was killed, but not to be had at will. */
    @Test
    void what_fails_before_the_transaction_has_begun_is_a_connection_fault_without_any_state() {
        for (Dialect dialect : Dialect.values()) {
            SQLException closed = new SQLException("Connection is closed");
            assertThat(SqlFaults.of(dialect).classify(new CannotCreateTransactionException("no begin", closed)))
                    .isEqualTo(FaultClass.CONNECTION);
            assertThat(SqlFaults.of(dialect).classify(closed)).isEqualTo(FaultClass.PERMANENT);
        }
    }

    /** JPA counts the rows of its own versioned UPDATE: the database reported no error. */
    @Test
    void a_stale_version_of_jpa_is_a_conflict() {
        for (Dialect dialect : Dialect.values()) {
            Throwable stale = new OptimisticLockingFailureException("document 17 was changed");
            assertThat(SqlFaults.of(dialect).classify(new IllegalStateException(stale)))
                    .isEqualTo(FaultClass.CONFLICT);
        }
    }

    /** SQL Server's deadlock has the number of MySQL's lock time-out; its SQLState is that of a rollback. */
    @Test
    void a_deadlock_of_sql_server_is_told_by_its_state() {
        assertThat(classify(Dialect.POSTGRESQL, "40001", 1205)).isEqualTo(FaultClass.CONFLICT);
        assertThat(classify(Dialect.MYSQL, "40001", 1205)).isEqualTo(FaultClass.LOCK_UNAVAILABLE);
    }

    @Test
    void the_mysql_family_is_not_believed_a_rollback_that_its_code_does_not_confirm() {
        assertThat(classify(Dialect.MYSQL, "40001", 4711)).isEqualTo(FaultClass.PERMANENT);
        assertThat(classify(Dialect.MYSQL, "40001", 0)).isEqualTo(FaultClass.CONFLICT);
    }

    @ParameterizedTest
    @EnumSource
    void a_class_of_states_is_enough_where_the_state_is_not_known(Dialect dialect) {
        assertThat(classify(dialect, "08P99", 0)).isEqualTo(FaultClass.CONNECTION);
        assertThat(classify(dialect, "23P99", 0)).isEqualTo(FaultClass.INTEGRITY);
        assertThat(classify(dialect, "40P99", 0)).isEqualTo(FaultClass.PERMANENT);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_not_known_is_permanent(Dialect dialect) {
        assertThat(classify(dialect, null, 0)).isEqualTo(FaultClass.PERMANENT);
        assertThat(classify(dialect, "", 0)).isEqualTo(FaultClass.PERMANENT);
        assertThat(classify(dialect, "42601", 4711)).isEqualTo(FaultClass.PERMANENT);
        assertThat(SqlFaults.of(dialect).classify(new IllegalStateException("no SQL at all")))
                .isEqualTo(FaultClass.PERMANENT);
    }

    @ParameterizedTest
    @EnumSource
    void a_type_of_jdbc_decides_where_neither_code_nor_state_does(Dialect dialect) {
        SqlFaults faults = SqlFaults.of(dialect);
        assertThat(faults.classify(new SQLTimeoutException("of MySQL's driver")))
                .isEqualTo(FaultClass.TIMEOUT);
        assertThat(faults.classify(new SQLTimeoutException("while connecting", "08001")))
                .isEqualTo(FaultClass.CONNECTION);
        assertThat(faults.classify(new SQLTransientConnectionException("of a pool")))
                .isEqualTo(FaultClass.CONNECTION);
        assertThat(faults.classify(new SQLTransientConnectionException("of a pool", "28000")))
                .isEqualTo(FaultClass.CONNECTION);
    }
}
