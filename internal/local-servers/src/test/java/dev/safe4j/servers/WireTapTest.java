package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

class WireTapTest {

    private static final String BUY = "UPDATE sweet SET stock = stock - 1 WHERE id = ? AND stock >= 1";

    @BeforeEach
    void table(TestDatabase db) {
        db.execute("CREATE TABLE sweet (id INT PRIMARY KEY, stock INT)", "INSERT INTO sweet VALUES (1, 50)");
    }

    private static Connection open(TestDatabase db, WireTap tap) throws SQLException {
        return DriverManager.getConnection(db.urlThrough(tap), db.username(), db.password());
    }

    private static int buy(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(BUY)) {
            update.setInt(1, 1);
            return update.executeUpdate();
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void one_update_is_one_round_trip(TestDatabase db) throws Exception {
        try (WireTap tap = WireTap.to(db.server());
                Connection connection = open(db, tap)) {
            for (int i = 0; i < 10; i++) {
                buy(connection);
            }
            for (int i = 0; i < 10; i++) {
                tap.reset();
                assertThat(buy(connection)).isEqualTo(1);
                assertThat(tap.roundTrips()).isEqualTo(1);
            }
            assertThat(tap.openConnections()).isEqualTo(1);
        }
        assertThat(db.value(Integer.class, "SELECT stock FROM sweet")).isEqualTo(30);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_dropped_reply_is_ambiguous(TestDatabase db) throws Exception {
        try (WireTap tap = WireTap.to(db.server());
                Connection connection = open(db, tap)) {
            CompletableFuture<String> dropped = tap.dropReplyOf(text -> text.contains("UPDATE sweet"));
            assertThatThrownBy(() -> buy(connection)).isInstanceOf(SQLException.class);
            assertThat(dropped.get(5, TimeUnit.SECONDS)).contains("UPDATE sweet");
            assertThat(db.value(Integer.class, "SELECT stock FROM sweet")).isEqualTo(49);
            try (Connection another = open(db, tap)) {
                assertThat(buy(another)).isEqualTo(1);
            }
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_dropped_commit_has_committed(TestDatabase db) throws Exception {
        try (WireTap tap = WireTap.to(db.server());
                Connection connection = open(db, tap)) {
            connection.setAutoCommit(false);
            buy(connection);
            CompletableFuture<String> dropped = tap.dropReplyOf(text -> text.contains("COMMIT"));
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            dropped.get(5, TimeUnit.SECONDS);
            assertThat(db.value(Integer.class, "SELECT stock FROM sweet")).isEqualTo(49);
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_dropped_request_was_never_carried_out(TestDatabase db) throws Exception {
        try (WireTap tap = WireTap.to(db.server());
                Connection connection = open(db, tap)) {
            CompletableFuture<String> dropped = tap.dropRequest(text -> text.contains("UPDATE sweet"));
            assertThatThrownBy(() -> buy(connection)).isInstanceOf(SQLException.class);
            dropped.get(5, TimeUnit.SECONDS);
            assertThat(db.value(Integer.class, "SELECT stock FROM sweet")).isEqualTo(50);
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_cut_breaks_the_open_connections_only(TestDatabase db) throws Exception {
        try (WireTap tap = WireTap.to(db.server());
                Connection connection = open(db, tap)) {
            assertThat(buy(connection)).isEqualTo(1);
            tap.cutAll();
            assertThatThrownBy(() -> buy(connection)).isInstanceOf(SQLException.class);
            try (Connection another = open(db, tap)) {
                assertThat(buy(another)).isEqualTo(1);
            }
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void what_is_held_passes_after_the_release(TestDatabase db) throws Exception {
        try (WireTap tap = WireTap.to(db.server());
                Connection connection = open(db, tap)) {
            tap.hold();
            CompletableFuture<Integer> update = CompletableFuture.supplyAsync(() -> {
                try {
                    return buy(connection);
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            assertThatThrownBy(() -> update.get(200, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            assertThat(db.value(Integer.class, "SELECT stock FROM sweet")).isEqualTo(50);
            tap.release();
            assertThat(update.get(5, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @EachDatabase(ServerKind.H2)
    void h2_in_memory_has_no_wire(TestDatabase db) {
        try (WireTap tap = WireTap.to("127.0.0.1", 1)) {
            assertThatThrownBy(() -> db.urlThrough(tap)).isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
