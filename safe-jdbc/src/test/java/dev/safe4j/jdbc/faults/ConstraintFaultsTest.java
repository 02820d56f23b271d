package dev.safe4j.jdbc.faults;

import static dev.safe4j.retry.FaultClass.DUPLICATE;
import static dev.safe4j.retry.FaultClass.INTEGRITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule of the schema is violated. */
class ConstraintFaultsTest {

    private static final String DUPLICATE_ROW = "INSERT INTO item VALUES (1, 5)";
    private static final String CHILD = "CREATE TABLE child (id INT PRIMARY KEY, item INT NOT NULL,"
            + " CONSTRAINT child_item FOREIGN KEY (item) REFERENCES item (id) ON UPDATE CASCADE)";

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 23505, 0", "MARIADB, 23000, 1062", "MYSQL, 23000, 1062", "H2, 23505, 23505"})
    void a_taken_key_is_a_duplicate(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            assertThat(sessions.first().failsOn(DUPLICATE_ROW)).isEqualTo(new Fault(state, code, DUPLICATE));
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 23505, 0", "MARIADB, 23000, 1062", "MYSQL, 23000, 1062", "H2, 23505, 23505"})
    void a_taken_key_in_a_batch_is_a_duplicate(Driver driver, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            SQLException failure = Fault.thrownBy(() -> insertBatch(sessions.first(), 3, 1, 4));
            assertThatObject(failure).isInstanceOf(BatchUpdateException.class);
            assertThat(Fault.of(driver.dialect(), failure)).isEqualTo(new Fault(state, code, DUPLICATE));
        }
    }

    private static void insertBatch(Client client, int... ids) throws SQLException {
        try (PreparedStatement insert = client.connection().prepareStatement("INSERT INTO item VALUES (?, 0)")) {
            for (int id : ids) {
                insert.setInt(1, id);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL", "H2"})
    void a_duplicate_leaves_the_transaction_open_and_its_earlier_writes_commit(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Client first = sessions.first().begin().run("UPDATE item SET n = 20 WHERE id = 2");
            first.failsOn(DUPLICATE_ROW);
            first.commit();
            assertThat(sessions.committed(2)).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 23502, 0", "MARIADB, 23000, 1048", "MYSQL, 23000, 1048", "H2, 23502, 23502"})
    void a_missing_value_violates_integrity(Driver driver, String state, int code) throws SQLException {
        assertIntegrity(driver, "INSERT INTO item VALUES (3, NULL)", state, code);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 23502, 0", "MARIADB, HY000, 1364", "MYSQL, HY000, 1364", "H2, 23502, 23502"})
    void a_missing_column_violates_integrity(Driver driver, String state, int code) throws SQLException {
        assertIntegrity(driver, "INSERT INTO item (id) VALUES (3)", state, code);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 23514, 0", "MARIADB, 23000, 4025", "MYSQL, 23000, 4025", "H2, 23513, 23513"})
    void a_failed_check_violates_integrity(Driver driver, String state, int code) throws SQLException {
        assertIntegrity(driver, "INSERT INTO item VALUES (3, 100)", state, code);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 23503, 0", "MARIADB, 23000, 1452", "MYSQL, 23000, 1452", "H2, 23506, 23506"})
    void a_missing_parent_violates_integrity(Driver driver, String state, int code) throws SQLException {
        assertIntegrity(driver, "INSERT INTO child VALUES (1, 7)", state, code);
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 23503, 0", "MARIADB, 23000, 1451", "MYSQL, 23000, 1451", "H2, 23503, 23503"})
    void a_parent_deleted_under_its_child_violates_integrity(Driver driver, String state, int code)
            throws SQLException {
        assertIntegrity(driver, "DELETE FROM item WHERE id = 1", state, code);
    }

    private static void assertIntegrity(Driver driver, String sql, String state, int code) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            Client first = sessions.first().run(CHILD, "INSERT INTO child VALUES (2, 1)");
            assertThat(first.failsOn(sql)).isEqualTo(new Fault(state, code, INTEGRITY));
        }
    }

    @Test
    void a_violated_exclusion_constraint_on_postgresql_is_a_duplicate() throws SQLException {
        try (Sessions sessions = Sessions.by(Driver.POSTGRESQL)) {
            Client first = sessions.first()
                    .run(
                            "CREATE TABLE booking (during int4range, EXCLUDE USING gist (during WITH &&))",
                            "INSERT INTO booking VALUES ('[1,5)')");
            assertThat(first.failsOn("INSERT INTO booking VALUES ('[4,9)')"))
                    .isEqualTo(new Fault("23P01", 0, DUPLICATE));
        }
    }
}
