package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.ReleaseSignal;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.RedisNotWritableException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisSentinels;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Locks behind Sentinel: the client is told where the master is, and that it has changed. */
@Tag("slow")
@Timeout(180)
@Concurrently
class RedisSentinelTest {

    private static final Duration SOON = Duration.ofSeconds(60); // Lettuce may take half of it to come back

    private static Client.Opened open(Client client, RedisSentinels sentinels) {
        return client.openSentinel(RedisSentinels.MASTER_NAME, sentinels.uris());
    }

    /** The lock is on the replica before the master dies, so it must survive: its holder keeps it, and others are refused. */
    @ParameterizedTest
    @EnumSource
    void a_holder_keeps_its_lock_over_a_failover_and_the_next_number_is_higher(Client client) {
        try (RedisSentinels sentinels = LocalServers.startRedisSentinels(Profile.DURABLE);
                Client.Opened open = open(client, sentinels)) {
            RedisLockStore store = RedisLockStore.on(open.redis()).acknowledgedBy(1, Duration.ofSeconds(5));
            Steps steps = new Steps(store);
            try (Locks locks = Locks.on(store)) {
                HeldLock held = locks.lease(SOON).acquire("a");
                assertThat(sentinels.replica().call("HGET", "safe4j:lock:{a}", "token"))
                        .isEqualTo(held.token());
                sentinels.failOver();
                assertThatThrownBy(() -> sentinels.master().call("PING")).isInstanceOf(IllegalStateException.class);
                RedisLockStore alone = RedisLockStore.on(open.redis()); // there is no replica any more
                Busy busy = (Busy) Answers.await(() -> new Steps(alone).acquire("a", "other"));
                assertThat(busy.fence()).isGreaterThanOrEqualTo(held.fence());
                held.renew();
                held.close();
                Granted next = (Granted) Answers.await(() -> new Steps(alone).acquire("a", "next"));
                assertThat(next.firstFence()).isGreaterThan(held.fence());
                assertThat(steps.release("a", "next", next.firstFence())).isEqualTo(Released.FREED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void locks_go_on_after_a_failover_and_signals_too(Client client) {
        try (RedisSentinels sentinels = LocalServers.startRedisSentinels(Profile.FAST);
                Client.Opened open = open(client, sentinels)) {
            RedisLockStore store = RedisLockStore.on(open.redis());
            List<String> told = new CopyOnWriteArrayList<>();
            ReleaseSignal.Listening listening = store.listen(told::add);
            try (Locks locks = Locks.builder(store).signal(store).build()) {
                locks.runWithLock("a", HeldLock::ensureHeld);
                sentinels.failOver();
                long fence = Answers.await(() -> locks.withLock("a", HeldLock::fence));
                assertThat(sentinels.replica().call("EXISTS", "safe4j:lock:{a}:fence"))
                        .isEqualTo(1L);
                assertThat(locks.withLock("a", HeldLock::fence)).isGreaterThan(fence);
                Await.until(SOON, "a release is signalled", () -> {
                    Steps steps = new Steps(store);
                    steps.granted("b", "holder-" + told.size());
                    steps.acquire(Steps.request("b", "waiter", Steps.LEASE, true));
                    steps.release("b", "holder-" + told.size());
                    return told.contains("b");
                });
            } finally {
                listening.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_names_the_former_master_is_told_that_it_is_a_replica(Client client) {
        try (RedisSentinels sentinels = LocalServers.startRedisSentinels(Profile.DURABLE)) {
            RedisServer former = sentinels.master();
            sentinels.failOver();
            former.restart();
            RedisServer present = sentinels.replica(); // Sentinel does this too, in its own time
            former.follow(present);
            try (Client.Opened open = client.open(former.uri())) {
                assertThatThrownBy(() -> new Steps(RedisLockStore.on(open.redis())).acquire("a", "t"))
                        .isInstanceOf(RedisNotWritableException.class)
                        .hasMessageContaining("read-only replica")
                        .hasMessageContaining("Sentinel");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sentinels_are_not_needed_while_nothing_changes(Client client) {
        try (RedisSentinels sentinels = LocalServers.startRedisSentinels(Profile.FAST);
                Client.Opened open = open(client, sentinels);
                Locks locks = Locks.on(RedisLockStore.on(open.redis()))) {
            long first = locks.withLock("a", HeldLock::fence);
            sentinels.sentinels().forEach(RedisServer::kill);
            assertThat(locks.withLock("a", HeldLock::fence)).isGreaterThan(first);
        }
    }
}
