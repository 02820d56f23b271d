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
            // The other way round if a busy machine lets the new master be silent for a second.
            Await.until(SOON, "one follows the other", () -> follows(master) != follows(replica));
        }
        assertThatThrownBy(() -> master.call("PING")).isInstanceOf(IllegalStateException.class);
        assertThat(FreePort.isFree(master.port())).isTrue();
    }

    private static boolean follows(RedisServer server) {
        return role(server).contains("role:slave");
    }

    private static String role(RedisServer server) {
        return String.valueOf(server.call("INFO", "replication"));
    }
}
