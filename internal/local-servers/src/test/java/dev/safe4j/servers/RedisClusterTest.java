package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cluster of one's own. */
@Tag("slow")
class RedisClusterTest {

    @Test
    void a_replica_takes_over_from_a_killed_master_and_nothing_is_left_after_the_end() {
        RedisServer master;
        try (RedisCluster cluster = LocalServers.startRedisCluster(Profile.DURABLE, 3, 1)) {
            assertThat(cluster.masters()).hasSize(3);
            assertThat(cluster.replicas()).hasSize(3);
            master = cluster.masterOf("sweet");
            assertThat(master.call("SET", "sweet", "1")).isEqualTo("OK");
            master.kill();
            RedisServer replica = cluster.replicas().get(cluster.masters().indexOf(master));
            Await.until(
                    Duration.ofSeconds(30),
                    "the replica is a master",
                    () -> String.valueOf(replica.call("INFO", "replication")).contains("role:master"));
            master.restart();
            Await.until(
                    Duration.ofSeconds(30),
                    "the former master follows",
                    () -> String.valueOf(master.call("INFO", "replication")).contains("role:slave"));
        }
        assertThatThrownBy(() -> master.call("PING")).isInstanceOf(IllegalStateException.class);
        assertThat(FreePort.isFree(master.port())).isTrue();
    }
}
