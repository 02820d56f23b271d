package dev.safe4j.jdbc.faults;

import static dev.safe4j.retry.FaultClass.CONFLICT;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Another transaction got in between: which of the two is ended how, and what is left of it. */
class ConflictFaultsTest {

    private static final String CHANGE_1 = "UPDATE item SET n = n + 1 WHERE id = 1";
    private static final String CHANGE_2 = "UPDATE item SET n = n + 1 WHERE id = 2";
    private static final String SUM = "SELECT SUM(n) FROM item";

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 40P01, 0", "MARIADB, 40001, 1213", "MYSQL, 40001, 1213", "H2, 40001, 40001"})
    void the_victim_of_a_deadlock_has_a_conflict(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Sessions.Deadlock deadlock = sessions.deadlock();
            assertThat(Fault.of(driver.dialect(), deadlock.failure())).isEqualTo(new Fault(state, code, CONFLICT));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL", "H2"})
    void the_victim_of_a_deadlock_has_lost_its_earlier_writes_even_if_it_commits(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Sessions.Deadlock deadlock = sessions.deadlock();
            deadlock.survivor().rollback();
            deadlock.victim().commit();
            assertThat(sessions.committed(1)).isZero();
            assertThat(sessions.committed(2)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL", "H2"})
    void what_the_victim_of_a_deadlock_writes_afterwards_is_a_new_transaction(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Sessions.Deadlock deadlock = sessions.deadlock();
            deadlock.survivor().rollback();
            deadlock.victim().run("INSERT INTO item VALUES (3, 3)").commit();
            assertThat(sessions.committed(3)).isEqualTo(3);
            assertThat(sessions.committed(1) + sessions.committed(2)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_survivor_of_a_deadlock_commits(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Sessions.Deadlock deadlock = sessions.deadlock();
            deadlock.victim().rollback();
            deadlock.survivor().commit();
            assertThat(new int[] {sessions.committed(1), sessions.committed(2)})
                    .isIn(new int[] {10, 11}, new int[] {21, 20});
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 40001, 0", "H2, 40001, 40001"})
    void a_row_changed_since_the_snapshot_is_a_conflict(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            sessions.first().begin(Connection.TRANSACTION_REPEATABLE_READ).ask(SUM);
            sessions.second().run(CHANGE_1);
            assertThat(sessions.first().failsOn(CHANGE_1)).isEqualTo(new Fault(state, code, CONFLICT));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void a_row_changed_since_the_snapshot_is_a_conflict_on_mariadb_with_snapshot_isolation(Driver driver)
            throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Client first = snapshotConflictOf(sessions);
            assertThat(first.failsOn(CHANGE_1)).isEqualTo(new Fault("HY000", 1020, CONFLICT));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void a_snapshot_conflict_on_mariadb_has_rolled_the_earlier_writes_back(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Client first = snapshotConflictOf(sessions);
            first.failsOn(CHANGE_1);
            first.run("INSERT INTO item VALUES (3, 3)").commit();
            assertThat(sessions.committed(2)).isZero();
            assertThat(sessions.committed(3)).isEqualTo(3);
        }
    }

    /** The first session has a snapshot and a write of its own, and row 1 has been changed by the second. */
    private static Client snapshotConflictOf(Sessions sessions) throws SQLException {
        Client first = sessions.first().run("SET SESSION innodb_snapshot_isolation = ON");
        first.begin(Connection.TRANSACTION_REPEATABLE_READ).ask(SUM);
        first.run(CHANGE_2);
        sessions.second().run(CHANGE_1);
        return first;
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void what_is_left_of_a_snapshot_conflict_on_h2(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Client first = sessions.first();
            first.begin(Connection.TRANSACTION_REPEATABLE_READ).ask(SUM);
            first.run(CHANGE_2);
            sessions.second().run(CHANGE_1);
            first.failsOn(CHANGE_1);
            first.run("INSERT INTO item VALUES (3, 3)").commit();
            assertThat(sessions.committed(2)).isZero();
            assertThat(sessions.committed(3)).isEqualTo(3);
        }
    }

    @Test
    void a_write_skew_at_serializable_fails_at_the_commit_on_postgresql() throws SQLException {
        try (Sessions sessions = Sessions.by(Driver.POSTGRESQL)) {
            sessions.first().begin(Connection.TRANSACTION_SERIALIZABLE).ask(SUM);
            sessions.second().begin(Connection.TRANSACTION_SERIALIZABLE).ask(SUM);
            sessions.first().run(CHANGE_1);
            sessions.second().run(CHANGE_2);
            sessions.first().commit();
            assertThat(sessions.second().failsToCommit()).isEqualTo(new Fault("40001", 0, CONFLICT));
            assertThat(sessions.committed(2)).isZero();
        }
    }

    @Test
    void a_write_skew_at_serializable_is_a_deadlock_on_mariadb() throws SQLException {
        try (Sessions sessions = Sessions.by(Driver.MARIADB)) {
            sessions.first().begin(Connection.TRANSACTION_SERIALIZABLE).ask(SUM);
            sessions.second().begin(Connection.TRANSACTION_SERIALIZABLE).ask(SUM);
            SQLException failure = sessions.crossing(CHANGE_1, CHANGE_2).failure();
            assertThat(Fault.of(Driver.MARIADB.dialect(), failure)).isEqualTo(new Fault("40001", 1213, CONFLICT));
        }
    }
}
