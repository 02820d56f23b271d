package dev.safe4j.faults;

import static dev.safe4j.faults.Step.Kind.WRITE;
import static dev.safe4j.faults.Step.Outcome.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Callers;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisCluster;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A master of a cluster is killed before its replica has heard of a lock: the lock is given away again, as the store says it can be, and
 * the resource refuses the first holder.
 */
@Tag("soak")
@Timeout(1_200)
class ClusterFaultsTest {

    /** The only one, so that everybody waits for it. */
    private static final String KEY = "k0";

    @Test
    void a_lock_that_a_replica_had_not_heard_of_is_granted_twice_and_its_late_writes_are_refused() {
        for (int i = 0; i < Callers.repetitions(); i++) {
            try (RedisCluster cluster = LocalServers.startRedisCluster(Profile.DURABLE, 3, 1);
                    TestRedis resource = LocalServers.redis(Profile.DURABLE).newTestRedis()) {
                run(cluster, resource);
            }
        }
    }

    private static void run(RedisCluster cluster, TestRedis resource) {
        RedisServer master = cluster.masterOf(KEY);
        RedisServer replica = cluster.replicas().get(cluster.masters().indexOf(master));
        master.assertDurable();
        Task task = Task.onCluster(cluster.uris(), resource.uri(), resource.prefix());
        try (Crew crew = Crew.of(
                3,
                task.of(1, 1)
                        .lease(Duration.ofSeconds(20))
                        .patient(Duration.ofSeconds(40))
                        .beats(1_000_000, Duration.ofMillis(20)))) {
            replica.call("CONFIG", "SET", "masterauth", "wrong"); // so that it cannot connect again
            replica.call("CLIENT", "KILL", "TYPE", "master");
            crew.go();
            Step forgotten = crew.halt();
            master.kill();
            crew.awaitTakeOver(forgotten);
            crew.on();
            crew.awaitOf(forgotten, "the late write is refused", step -> step.is(WRITE, REFUSED));
            crew.stop();
            Judge judge = new Judge(crew.notes());
            System.out.println("cluster: " + judge.grantedTwice() + " granted twice; " + judge + "; " + crew.counts());
            judge.assertFenced();
            assertThat(judge.grantedTwice())
                    .as("locks that the store had forgotten")
                    .isPositive();
        }
    }
}
