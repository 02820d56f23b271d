package dev.safe4j.jdbc.faults;

import static dev.safe4j.retry.FaultClass.CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server dies, goes away, or has no room: each test has one of its own. */
@Tag("slow")
@Concurrently
class KilledServerTest {

    /** PostgreSQL's session may be quick enough to say that its server is gone. */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 08006 57P01, 08001", "MARIADB, 08000, 08000", "MYSQL, 08S01, 08S01", "H2, 90067, 90067"})
    void a_killed_server_is_a_connection_fault(Driver driver, String lost, String refused) throws SQLException {
        try (SqlServer server = LocalServers.start(driver.server(), Profile.FAST);
                TestDatabase database = server.newDatabase();
                Connection connection = driver.connect(database.url(), database)) {
            Client client = new Client(driver, connection);
            server.kill();
            Fault first = client.failsOn("SELECT 1");
            assertThat(first.faultClass()).isEqualTo(CONNECTION);
            assertThat(lost.split(" ")).contains(first.state());
            Fault next = Fault.provokedBy(driver, () -> driver.connect(database.url(), database));
            assertThat(next.faultClass()).isEqualTo(CONNECTION);
            assertThat(next.state()).isEqualTo(refused);
        }
    }

    @Test
    void a_postgresql_that_is_shutting_down_is_a_connection_fault() throws SQLException {
        try (SqlServer server = LocalServers.start(ServerKind.POSTGRESQL, Profile.FAST);
                TestDatabase database = server.newDatabase();
                Connection keepsItUp = Driver.POSTGRESQL.connect(database.url(), database)) {
            // A smart shutdown, as an administrator asks for it: it waits for the session that is there.
            new Client(Driver.POSTGRESQL, keepsItUp)
                    .run("COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; kill -TERM $(head -1 postmaster.pid)'");
            Fault expected = new Fault("57P03", 0, CONNECTION);
            Await.until(
                    Sessions.BOUND,
                    "a further connection is refused",
                    () -> Fault.provokedBy(
                                    Driver.POSTGRESQL,
                                    () -> Driver.POSTGRESQL
                                            .connect(database.url(), database)
                                            .close())
                            .equals(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({"MARIADB, HY000", "MYSQL, 08004"})
    void a_mariadb_without_a_connection_left_is_a_connection_fault(Driver driver, String state) throws SQLException {
        List<Connection> opened = new ArrayList<>();
        try (SqlServer server = LocalServers.start(ServerKind.MARIADB, Profile.FAST, "max-connections=10");
                TestDatabase database = server.newDatabase()) {
            Fault fault = Fault.provokedBy(driver, () -> {
                for (int i = 0; i < 20; i++) {
                    opened.add(driver.connect(database.url(), database));
                }
            });
            assertThat(fault).isEqualTo(new Fault(state, 1040, CONNECTION));
            for (Connection connection : opened) {
                connection.close();
            }
        }
    }
}
