package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class EachDatabaseTest {

    @BeforeEach
    void table(TestDatabase db) {
        db.execute("CREATE TABLE sweet (id INT PRIMARY KEY, stock INT)", "INSERT INTO sweet VALUES (1, 5)");
    }

    @AfterEach
    void sameDatabase(TestDatabase db) {
        assertThat(db.rows("SELECT * FROM sweet WHERE id = ?", 1)).hasSize(1);
    }

    @EachDatabase
    void values_and_rows_are_read(TestDatabase db) {
        assertThat(db.value(Integer.class, "SELECT stock FROM sweet WHERE id = ?", 1))
                .isEqualTo(5);
        assertThat(db.value(Integer.class, "SELECT stock FROM sweet WHERE id = ?", 2))
                .isNull();
        assertThat(db.rows("SELECT id, stock FROM sweet")).isEqualTo(List.of(Map.of("id", 1, "stock", 5)));
    }

    @EachDatabase
    void two_databases_do_not_see_each_other(TestDatabase db) {
        try (TestDatabase other = db.server().newDatabase()) {
            assertThatThrownBy(() -> other.execute("SELECT * FROM sweet")).isInstanceOf(IllegalStateException.class);
            other.execute("CREATE TABLE sweet (id INT PRIMARY KEY)");
            assertThat(other.value(Long.class, "SELECT COUNT(*) FROM sweet")).isZero();
        }
        assertThat(db.value(Long.class, "SELECT COUNT(*) FROM sweet")).isEqualTo(1);
    }

    @EachDatabase
    void callers_race_on_the_pool(TestDatabase db) {
        db.warm(16);
        var results = Callers.run(16, Duration.ofSeconds(20), caller -> () -> {
            try (Connection connection = db.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE sweet SET stock = stock - 1 WHERE id = 1 AND stock > 0");
            }
        });
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(results.stream().mapToInt(Callers.Result::value).sum()).isEqualTo(5);
    }

    @EachDatabase
    void a_connection_that_is_left_open_does_not_hang_the_drop(TestDatabase db) throws Exception {
        TestDatabase other = db.server().newDatabase();
        other.execute("CREATE TABLE t (id INT)");
        Connection leaked = other.dataSource().getConnection();
        leaked.setAutoCommit(false);
        leaked.createStatement().execute("INSERT INTO t VALUES (1)");
        long begin = System.nanoTime();
        other.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @EachDatabase
    void the_url_takes_further_parameters(TestDatabase db) throws Exception {
        String parameter = db.kind() == ServerKind.H2 ? "LOCK_TIMEOUT=77" : "connectTimeout=7";
        assertThat(db.url(parameter)).endsWith(parameter);
        try (Connection connection = db.newPool(db.url(parameter), 2).getConnection()) {
            assertThat(connection.createStatement().execute("SELECT stock FROM sweet"))
                    .isTrue();
        }
    }

    @EachDatabase(profile = Profile.DURABLE)
    void a_durable_shared_server_is_durable(TestDatabase db) {
        db.server().assertDurable();
        assertThat(db.server().profile()).isEqualTo(Profile.DURABLE);
    }
}
