package dev.safe4j.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.counter.Counters;
import dev.safe4j.it.health.Watched.Said;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.LocalServer;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Health of the stores of locks, counters and requests while their servers are there, dead, and hang. */
@Tag("slow")
@Timeout(180)
class StoppedServersTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Ten seconds, and what an application under load needs to answer. */
    private static final Duration BOUNDED = Duration.ofSeconds(15);

    private static final List<String> STORES = List.of("safe4jLocks", "safe4jCounters", "safe4jIdempotency");

    private static void requireUp(Watched application, Map<String, ?> details) throws Exception {
        for (String each : STORES) {
            Said said = application.health(each);
            assertThat(said.json()).as(each).containsEntry("status", "UP").containsEntry("details", details);
            assertThat(said.status()).isEqualTo(200);
        }
    }

    private static void requireDown(Watched application) throws Exception {
        for (Callers.Result<Said> each :
                Callers.run(STORES.size(), BOUND, number -> () -> application.health(STORES.get(number)))) {
            Said said = Objects.requireNonNull(each.value(), () -> String.valueOf(each.failure()));
            assertThat(said.json()).containsEntry("status", "DOWN");
            assertThat(said.status()).isEqualTo(503);
            assertThat(said.took()).as(said.text()).isLessThan(BOUNDED);
            assertThat(said.text()).as("no key of the application's").doesNotContain("ann@example.org");
        }
        assertThat(application.health("liveness").status())
                .as("a restart would not help")
                .isEqualTo(200);
    }

    private static void useAll(Watched application) {
        application.bean(Counters.class).add("visits of ann@example.org", 1);
        application.bean(Locks.class).runWithLock("order of ann@example.org", HeldLock::ensureHeld);
    }

    private static void downAndUpAgain(Watched application, LocalServer server, String store) throws Exception {
        useAll(application);
        requireUp(application, Map.of("store", store));
        server.pause();
        requireDown(application);
        server.resume();
        Await.until(BOUND, "it goes on", () -> areUp(application));
        server.kill();
        requireDown(application);
        server.restart();
        Await.until(BOUND, "it is back", () -> areUp(application));
        useAll(application);
    }

    private static boolean areUp(Watched application) throws Exception {
        boolean up = true;
        for (String each : STORES) {
            up &= application.health(each).status() == 200;
        }
        return up;
    }

    @Test
    void of_a_database() throws Exception {
        try (SqlServer server = LocalServers.start(ServerKind.POSTGRESQL, Profile.FAST);
                TestDatabase database = server.newDatabase(1);
                Watched application = Watched.start(
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.username(),
                        "spring.datasource.password=" + database.password(),
                        "safe4j.jdbc.create-tables=true")) {
            downAndUpAgain(application, server, "jdbc");
        }
    }

    @Test
    void of_redis() throws Exception {
        try (RedisServer server = LocalServers.startRedis(Profile.FAST);
                Watched application = Watched.start(
                        "it.redis=true",
                        "spring.data.redis.url=" + server.uri(),
                        "spring.data.redis.timeout=1s",
                        "safe4j.lock.store=redis",
                        "safe4j.counter.store=redis",
                        "safe4j.idempotency.store=redis")) {
            downAndUpAgain(application, server, "redis");
        }
    }

    @Test
    void of_a_quorum_it_says_how_many_servers_answer_and_how_many_have_to() throws Exception {
        List<RedisServer> servers = Stream.generate(() -> LocalServers.startRedis(Profile.FAST))
                .limit(3)
                .toList();
        String nodes = servers.stream().map(RedisServer::uri).collect(Collectors.joining(","));
        try (Watched application = Watched.start("safe4j.lock.store=quorum", "safe4j.lock.nodes=" + nodes)) {
            requireServers(application, "UP", 3);
            servers.get(0).kill();
            requireServers(application, "UP", 2);
            servers.get(1).pause();
            requireServers(application, "DOWN", 1);
            assertThat(application.health("safe4jLocks").took()).isLessThan(BOUNDED);
            servers.get(1).resume();
            Await.until(
                    BOUND,
                    "most are back",
                    () -> application.health("safe4jLocks").status() == 200);
        } finally {
            servers.forEach(RedisServer::close);
        }
    }

    private static void requireServers(Watched application, String status, int answering) throws Exception {
        Map<String, Object> said = application.health("safe4jLocks").json();
        assertThat(said).containsEntry("status", status);
        assertThat(said.get("details"))
                .isEqualTo(Map.of("store", "quorum", "servers", Map.of("answering", answering, "needed", 2)));
    }
}
