package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers of one's own: killed, paused, restarted. */
class OwnServersTest {

    private static final int ROWS = 50;

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = "REDIS", mode = EnumSource.Mode.EXCLUDE)
    void a_committed_row_survives_the_kill_of_a_durable_server(ServerKind kind) {
        try (SqlServer server = LocalServers.start(kind, Profile.DURABLE);
                TestDatabase db = server.newDatabase()) {
            assertThatCode(server::assertDurable).doesNotThrowAnyException();
            int port = server.port();
            db.execute("CREATE TABLE sweet (id INT PRIMARY KEY)");
            for (int row = 1; row <= ROWS; row++) {
                db.execute("INSERT INTO sweet VALUES (" + row + ")");
            }
            server.kill();
            assertThatThrownBy(() -> db.execute("SELECT 1")).isInstanceOf(IllegalStateException.class);
            assertThat(FreePort.isFree(port)).isTrue();

            server.restart();

            assertThat(server.port()).isEqualTo(port);
            assertThat(db.value(Long.class, "SELECT COUNT(*) FROM sweet")).isEqualTo(ROWS);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = "REDIS", mode = EnumSource.Mode.EXCLUDE)
    void a_paused_server_hangs_and_goes_on(ServerKind kind) throws Exception {
        try (SqlServer server = LocalServers.start(kind, Profile.FAST);
                TestDatabase db = server.newDatabase()) {
            db.execute("CREATE TABLE sweet (id INT PRIMARY KEY)");
            server.pause();
            var write = CompletableFuture.runAsync(() -> db.execute("INSERT INTO sweet VALUES (1)"));
            assertThatThrownBy(() -> write.get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            server.resume();
            write.get(20, TimeUnit.SECONDS);
            assertThat(db.value(Long.class, "SELECT COUNT(*) FROM sweet")).isEqualTo(1);

            server.stop();
            assertThatThrownBy(server::pause).isInstanceOf(IllegalStateException.class);
            server.restart();
            assertThat(db.value(Long.class, "SELECT COUNT(*) FROM sweet")).isEqualTo(1);
        }
    }

    @Tag("slow")
    @Test
    void a_paused_server_can_be_closed_with_a_test_database_open() {
        SqlServer server = LocalServers.start(ServerKind.POSTGRESQL, Profile.FAST);
        TestDatabase db = server.newDatabase();
        db.execute("CREATE TABLE sweet (id INT PRIMARY KEY)");
        server.pause();
        db.close();
        server.close();
        assertThat(FreePort.isFree(server.port())).isTrue();
    }

    @Test
    void a_redis_key_survives_the_kill_of_a_durable_server() throws Exception {
        try (RedisServer server = LocalServers.startRedis(Profile.DURABLE);
                TestRedis redis = server.newTestRedis()) {
            assertThatCode(server::assertDurable).doesNotThrowAnyException();
            redis.call("SET", redis.key("a"), "1");
            server.kill();
            assertThatThrownBy(() -> redis.call("PING")).isInstanceOf(IllegalStateException.class);
            server.restart();
            assertThat(redis.call("GET", redis.key("a"))).isEqualTo("1");

            server.pause();
            var get = CompletableFuture.supplyAsync(() -> String.valueOf(redis.call("GET", redis.key("a"))));
            assertThatThrownBy(() -> get.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            server.resume();
            assertThat(get.get(5, TimeUnit.SECONDS)).isEqualTo("1");
        }
    }

    @Tag("slow")
    @Test
    void settings_reach_the_server() {
        try (SqlServer postgresql = LocalServers.start(ServerKind.POSTGRESQL, Profile.FAST, "deadlock_timeout=20ms");
                SqlServer mariadb =
                        LocalServers.start(ServerKind.MARIADB, Profile.FAST, "innodb_snapshot_isolation=ON");
                RedisServer redis = LocalServers.startRedis(Profile.FAST, "maxmemory=10mb");
                TestDatabase onPostgresql = postgresql.newDatabase();
                TestDatabase onMariadb = mariadb.newDatabase()) {
            assertThat(onPostgresql.value(String.class, "SHOW deadlock_timeout"))
                    .isEqualTo("20ms");
            assertThat(onMariadb.value(Integer.class, "SELECT @@innodb_snapshot_isolation"))
                    .isEqualTo(1);
            assertThat(redis.newTestRedis().call("CONFIG", "GET", "maxmemory")).hasToString("[maxmemory, 10485760]");
        }
        assertThatThrownBy(() -> LocalServers.start(ServerKind.MARIADB, Profile.FAST, "nonsense"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_server_that_starts_leaves_the_temporary_tables_of_another_alone(ServerKind kind) throws Exception {
        try (SqlServer first = LocalServers.start(kind, Profile.FAST);
                TestDatabase db = first.newDatabase();
                Connection session = db.dataSource().getConnection();
                Statement statement = session.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE sweet (id INT PRIMARY KEY)"
                    + (kind == ServerKind.MARIADB ? " ENGINE = Aria" : "")); // as those of its own queries
            statement.execute("INSERT INTO sweet VALUES (1)");

            LocalServers.start(kind, Profile.FAST).close();

            assertThatCode(() -> statement.execute("DROP TABLE sweet")).doesNotThrowAnyException();
        }
    }

    @Test
    void a_server_that_does_not_start_says_why() {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> LocalServers.start(ServerKind.POSTGRESQL, Profile.FAST, "no_such_setting=1"))
                .hasMessageContaining("no_such_setting");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void a_fast_server_is_not_taken_for_a_durable_one(ServerKind kind) {
        LocalServer server = kind == ServerKind.REDIS ? LocalServers.redis() : LocalServers.sql(kind);
        assertThatThrownBy(server::assertDurable)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("must be");
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void a_shared_server_refuses_to_be_killed(ServerKind kind) {
        LocalServer server = kind == ServerKind.REDIS ? LocalServers.redis() : LocalServers.sql(kind);
        assertThatThrownBy(server::kill)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("LocalServers.start");
        server.close();
        assertThat(server.kind()).isEqualTo(kind);
    }
}
