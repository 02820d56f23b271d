package dev.safe4j.jdbc.faults;

import static dev.safe4j.retry.FaultClass.PERMANENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On PostgreSQL any failed statement ends its transaction, and the caller that goes on has a bug. */
class DeadTransactionTest {

    private Sessions sessions;

    @BeforeEach
    void open() throws SQLException {
        sessions = Sessions.by(Driver.POSTGRESQL);
    }

    @AfterEach
    void close() throws SQLException {
        sessions.close();
    }

    /** The driver gives the next failure the first one as its cause: a duplicate must not be reported twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO item VALUES (2, 5)",
                "INSERT INTO item VALUES (3, 100)",
                "SELECT n FROM item WHERE id = 1 FOR UPDATE NOWAIT",
                "SELECT pg_cancel_backend(pg_backend_pid())"
            })
    void the_next_statement_after_a_failed_one_fails_for_good(String failing) throws SQLException {
        sessions.second().begin().run("UPDATE item SET n = 10 WHERE id = 1");
        Client first = sessions.first().begin();
        assertThat(first.failsOn(failing).faultClass()).isNotEqualTo(PERMANENT);
        assertThat(first.failsOn("SELECT 1")).isEqualTo(new Fault("25P02", 0, PERMANENT));
    }

    @Test
    void the_next_statement_of_a_deadlocks_victim_fails_for_good() throws SQLException {
        Client victim = sessions.deadlock().victim();
        assertThat(victim.failsOn("SELECT 1")).isEqualTo(new Fault("25P02", 0, PERMANENT));
    }

    @Test
    void the_commit_of_a_failed_transaction_rolls_back_and_says_nothing() throws SQLException {
        Client first = sessions.first().begin().run("UPDATE item SET n = 20 WHERE id = 2");
        first.failsOn("INSERT INTO item VALUES (1, 5)");
        first.commit();
        assertThat(sessions.committed(2)).isZero();
    }
}
