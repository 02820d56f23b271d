package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.StoreServers.Servers;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.NotReplicatedException;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisCluster;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lock that counts only when a replica has it. */
@Tag("slow")
@Timeout(120)
class ReplicasTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static RedisServer master;
    private static RedisServer replica;

    @BeforeAll
    static void start() {
        master = LocalServers.startRedis(Profile.FAST);
        replica = LocalServers.startRedis(Profile.FAST);
        replica.follow(master);
    }

    @AfterAll
    static void stop() {
        replica.close();
        master.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_is_on_the_replica_when_it_counts_as_acquired(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            RedisLockStore store =
                    RedisLockStore.on(open.redis()).prefix(client + ":").acknowledgedBy(1, Duration.ofSeconds(5));
            Steps steps = new Steps(store);
            master.call("SCRIPT", "FLUSH");
            for (int i = 0; i < 20; i++) {
                assertThat(steps.acquire("a" + i, "t")).isInstanceOf(Granted.class);
                assertThat(replica.call("HGET", client + ":{a" + i + "}", "token"))
                        .isEqualTo("t");
            }
            assertThat(steps.acquire("a1", "u")).isInstanceOf(Busy.class);
        }
    }

    /** From Redis 7.2 on, WAIT waits for what the same connection wrote: what was sent again, after a lost reply, has to write. */
    @ParameterizedTest
    @EnumSource
    void an_acquire_that_is_sent_again_writes_again_what_replicas_are_to_have(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            Steps steps = new Steps(
                    RedisLockStore.on(open.redis()).prefix(client + ":").acknowledgedBy(1, Duration.ofSeconds(5)));
            Granted first = steps.granted("again", "t");
            long before = master.writes();
            assertThat(steps.granted("again", "t").firstFence()).isEqualTo(first.firstFence());
            assertThat(master.writes()).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_that_too_few_replicas_have_is_given_back(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            RedisLockStore store =
                    RedisLockStore.on(open.redis()).prefix(client + ":").acknowledgedBy(2, Duration.ofMillis(200));
            Steps steps = new Steps(store);
            assertThatThrownBy(() -> steps.acquire("b", "t"))
                    .isInstanceOf(NotReplicatedException.class)
                    .hasMessageContaining("[b]")
                    .hasMessageContaining("1 of 2 replicas")
                    .hasMessageContaining("200 ms");
            assertThat(master.call("EXISTS", client + ":{b}")).isEqualTo(0L);
            assertThat(new Steps(RedisLockStore.on(open.redis()).prefix(client + ":")).acquire("b", "u"))
                    .isInstanceOf(Granted.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_replicas_that_answer_are_counted_and_nothing_is_written(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            RedisLockStore alone = RedisLockStore.on(open.redis()).prefix(client + ":");
            assertThat(alone.servers()).as("one server is enough").isNull();
            Object keys = master.call("DBSIZE");
            assertThat(alone.acknowledgedBy(1, SOON.dividedBy(3)).servers()).isEqualTo(new Servers("replicas", 1, 1));
            Servers tooFew = Objects.requireNonNull(
                    alone.acknowledgedBy(2, Duration.ofMillis(200)).servers());
            assertThat(tooFew).isEqualTo(new Servers("replicas", 1, 2));
            assertThat(tooFew.areEnough()).isFalse();
            assertThat(master.call("DBSIZE")).isEqualTo(keys);
        }
    }

    @Test
    void bounds_are_checked() {
        try (Client.Opened open = Client.LETTUCE.open(master.uri())) {
            RedisLockStore store = RedisLockStore.on(open.redis());
            assertThatThrownBy(() -> store.acknowledgedBy(0, SOON)).hasMessageContaining("0 for");
            assertThatThrownBy(() -> store.acknowledgedBy(1, Duration.ZERO)).hasMessageContaining("PT0S");
            assertThatThrownBy(() -> store.acknowledgedBy(1, Duration.ofHours(1)))
                    .hasMessageContaining("PT1H");
        }
    }

    @Test
    void in_a_cluster_redisson_waits_and_lettuce_says_that_it_cannot() {
        try (RedisCluster cluster = LocalServers.startRedisCluster(Profile.FAST, 3, 1);
                Client.Opened redisson = Client.REDISSON.openCluster(cluster.uris());
                Client.Opened lettuce = Client.LETTUCE.openCluster(cluster.uris())) {
            Duration wait = Duration.ofSeconds(2);
            Steps waiting = new Steps(RedisLockStore.on(redisson.redis()).acknowledgedBy(1, wait));
            assertThat(waiting.acquire("a", "t")).isInstanceOf(Granted.class);
            assertThat(waiting.acquire("b", "t")).isInstanceOf(Granted.class);
            Steps refusing = new Steps(RedisLockStore.on(lettuce.redis()).acknowledgedBy(1, wait));
            assertThatThrownBy(() -> refusing.acquire("c", "t"))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("Redisson");
        }
    }
}
