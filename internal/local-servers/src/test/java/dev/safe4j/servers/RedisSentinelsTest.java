package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sentinels of one's own. */
@Tag("slow")
class RedisSentinelsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void the_replica_takes_over_from_a_killed_master_and_nothing_is_left_after_the_end() {
        RedisServer master;
        try (RedisSentinels sentinels = LocalServers.startRedisSentinels(Profile.DURABLE)) {
            master = sentinels.master();
            RedisServer replica = sentinels.replica();
            assertThat(sentinels.sentinels()).hasSize(3).allMatch(each -> sentinels.isNamedMaster(master, each));
            master.kill();
            Await.until(SOON, "the replica is a master", () -> role(replica).contains("role:master"));
            sentinels
                    .sentinels()
                    .forEach(each ->
                            Await.until(SOON, each + " tells so", () -> sentinels.isNamedMaster(replica, each)));
            master.restart();
            awaitFollowing(master, sentinels);
        }
        assertThatThrownBy(() -> master.call("PING")).isInstanceOf(IllegalStateException.class);
        assertThat(FreePort.isFree(master.port())).isTrue();
    }

    /** What the Sentinels see is said if it does not come to that: they wait out everything that they find strange, for half a minute or more. */
    private static void awaitFollowing(RedisServer master, RedisSentinels sentinels) {
        try {
            Await.until(
                    SOON.multipliedBy(2),
                    "the former master follows",
                    () -> role(master).contains("role:slave"));
        } catch (AssertionError late) {
            sentinels
                    .sentinels()
                    .forEach(each -> late.addSuppressed(
                            new IllegalStateException(each + " says: " + each.call("INFO", "sentinel")
                                    + each.call("SENTINEL", "REPLICAS", RedisSentinels.MASTER_NAME))));
            throw late;
        }
    }

    private static String role(RedisServer server) {
        return String.valueOf(server.call("INFO", "replication"));
    }
}
