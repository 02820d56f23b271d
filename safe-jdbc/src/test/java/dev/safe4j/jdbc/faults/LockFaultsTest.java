package dev.safe4j.jdbc.faults;

import static dev.safe4j.retry.FaultClass.LOCK_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A lock was not to be had, and what became of the transaction that wanted it. */
@Tag("slow")
class LockFaultsTest {

    private static final String LOCKED = "UPDATE item SET n = 10 WHERE id = 1";
    private static final String EARLIER_WRITE = "UPDATE item SET n = 20 WHERE id = 2";

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 55P03, 0", "MARIADB, HY000, 1205", "MYSQL, 40001, 1205", "H2, HYT00, 50200"})
    void a_lock_timeout_means_lock_unavailable(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            sessions.first().begin().run(LOCKED);
            Fault fault = sessions.second().impatient().begin().failsOn(LOCKED);
            assertThat(fault).isEqualTo(new Fault(state, code, LOCK_UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 55P03, 0", "MARIADB, HY000, 1205", "MYSQL, 40001, 1205", "H2, HYT00, 50200"})
    void nowait_on_a_locked_row_means_lock_unavailable(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            sessions.first().begin().run(LOCKED);
            Fault fault = sessions.second().begin().failsOn("SELECT n FROM item WHERE id = 1 FOR UPDATE NOWAIT");
            assertThat(fault).isEqualTo(new Fault(state, code, LOCK_UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL", "H2"})
    void a_lock_timeout_leaves_the_transaction_open_and_its_earlier_writes_commit(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            sessions.first().begin().run(LOCKED);
            Client second = sessions.second().impatient().begin().run(EARLIER_WRITE);
            assertThat(second.failsOn(LOCKED).faultClass()).isEqualTo(LOCK_UNAVAILABLE);
            second.commit();
            assertThat(sessions.committed(2)).isEqualTo(20);
        }
    }
}
