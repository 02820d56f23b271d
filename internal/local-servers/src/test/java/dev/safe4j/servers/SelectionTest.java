package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which way a server comes; asked at the selection itself, since the shared servers are started once only. */
@Tag("slow")
class SelectionTest {

    private final Map<String, @Nullable String> before = new HashMap<>();

    private void set(String property, String value) {
        before.putIfAbsent(property, System.getProperty(property));
        System.setProperty(property, value);
    }

    @AfterEach
    void restore() {
        before.forEach((property, value) -> {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void an_external_server_is_taken_when_it_is_named(ServerKind kind) {
        set(Selection.PROPERTY, "auto");
        try (SqlServer own = LocalServers.start(kind, Profile.FAST)) {
            String property = "safe4j." + kind.label();
            set(
                    property + ".url",
                    ((RunningSqlServer) own).flavour().access().url().toString());
            try (SqlServer external = (SqlServer) Selection.open(kind, Profile.FAST);
                    TestDatabase db = external.newDatabase()) {
                assertThat(external.way()).isEqualTo(Way.EXTERNAL);
                assertThat(external.port()).isEqualTo(own.port());
                db.execute("CREATE TABLE sweet (id INT)");
                assertThat(db.value(Long.class, "SELECT COUNT(*) FROM sweet")).isZero();
                assertThatThrownBy(external::kill)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("external");
                assertThatThrownBy(() -> Selection.open(kind, Profile.DURABLE)).isInstanceOf(AssertionError.class);
            }
            set(property + ".username", "nobody-of-that-name");
            set(property + ".password", "wrong");
            assertThatThrownBy(() -> ((SqlServer) Selection.open(kind, Profile.FAST)).newDatabase())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void an_external_redis_is_taken_when_it_is_named() {
        set(Selection.PROPERTY, "external");
        try (RedisServer own = LocalServers.startRedis(Profile.FAST, "requirepass=secret")) {
            set("safe4j.redis.uri", own.uri() + "/1");
            try (RedisServer external = (RedisServer) Selection.open(ServerKind.REDIS, Profile.FAST);
                    TestRedis redis = external.newTestRedis()) {
                assertThat(external.way()).isEqualTo(Way.EXTERNAL);
                redis.call("SET", redis.key("a"), "1");
                assertThat(redis.keys()).containsExactly(redis.key("a"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "H2", mode = EnumSource.Mode.EXCLUDE)
    void external_without_a_name_says_what_to_set(ServerKind kind) {
        set(Selection.PROPERTY, "external");
        assertThatThrownBy(() -> Selection.open(kind, Profile.FAST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("safe4j.servers=external")
                .hasMessageContaining("safe4j." + kind.label());
    }

    @Test
    void docker_without_an_engine_says_what_to_do() {
        assumeFalse(DockerServers.engineAnswers(), "there is an engine here");
        set(Selection.PROPERTY, "docker");
        assertThatThrownBy(() -> Selection.open(ServerKind.POSTGRESQL, Profile.FAST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("safe4j.servers=docker")
                .hasMessageContaining("no Docker engine answers")
                .hasMessageContaining("postgresql");
    }

    @Test
    void an_unknown_way_is_refused() {
        set(Selection.PROPERTY, "cloud");
        assertThatThrownBy(() -> Selection.open(ServerKind.MARIADB, Profile.FAST))
                .hasMessageContaining("must be one of auto, external, docker, embedded");
    }
}
