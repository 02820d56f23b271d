package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.HeldLocks;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.ReleaseSignal;
import dev.safe4j.redis.Client;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisCluster;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Locks in a cluster of three masters, with a replica each. */
@Tag("slow")
@Timeout(120)
class RedisClusterTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MANY = 300;
    private static final Map<Client, Client.Opened> OPEN = new EnumMap<>(Client.class);
    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = LocalServers.startRedisCluster(Profile.FAST, 3, 1);
        for (Client each : Client.values()) {
            OPEN.put(each, each.openCluster(cluster.uris()));
        }
    }

    @AfterAll
    static void stop() {
        OPEN.values().forEach(Client.Opened::close);
        cluster.close();
    }

    private static RedisLockStore store(Client client) {
        return RedisLockStore.on(OPEN.get(client).redis()).prefix(client + ":");
    }

    private static List<Request> many() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> Steps.request("k" + i, "t" + i))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void many_locks_are_spread_over_all_masters_and_answered_in_order(Client client) {
        RedisLockStore store = store(client);
        List<Long> before = cluster.masters().stream().map(Answers::scriptsRun).toList();
        cluster.masters().forEach(each -> each.call("SCRIPT", "FLUSH"));
        assertThat(store.acquire(many())).hasSize(MANY).allMatch(Granted.class::isInstance);
        new Steps(store).release("k5", "t5");
        List<Boolean> renewed = store.renew(many().stream()
                .map(each -> new Lease(each.key(), each.token(), 1, Steps.LEASE, System.nanoTime()))
                .toList());
        assertThat(renewed).hasSize(MANY);
        assertThat(IntStream.range(0, MANY).filter(i -> !renewed.get(i)).boxed())
                .containsExactly(5);
        List<Released> released = store.release(many().stream()
                .map(each -> new Release(each.key(), each.token(), 0, Duration.ZERO))
                .toList());
        assertThat(released).hasSize(MANY).doesNotContain(Released.LOST);
        for (int i = 0; i < 3; i++) {
            assertThat(Answers.scriptsRun(cluster.masters().get(i)) - before.get(i))
                    .isGreaterThan(MANY / 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void several_locks_of_several_masters_are_held_together(Client client) {
        RedisLockStore store = store(client);
        List<String> keys = List.of("wallet:1", "wallet:2", "wallet:3", "wallet:4");
        assertThat(keys.stream().map(cluster::masterOf).distinct().count()).isGreaterThan(1);
        try (Locks locks = Locks.on(store);
                HeldLocks held = locks.acquireAll(keys)) {
            held.ensureHeld();
            keys.forEach(key -> new Steps(store).busy(key, "other"));
        }
        keys.forEach(key -> new Steps(store).granted(key, "after " + key));
        keys.forEach(key -> new Steps(store).release(key, "after " + key));
    }

    @ParameterizedTest
    @EnumSource
    void a_release_on_any_master_is_signalled(Client client) {
        RedisLockStore store = store(client);
        Steps steps = new Steps(store);
        List<String> told = new CopyOnWriteArrayList<>();
        List<String> keys = List.of("s1", "s2", "s3", "s4", "s5", "s6");
        ReleaseSignal.Listening listening = store.listen(told::add);
        try {
            for (String key : keys) {
                steps.granted(key, "a");
                steps.acquire(Steps.request(key, "b", Steps.LEASE, true));
                assertThat(steps.release(key, "a")).isEqualTo(Released.AWAITED);
            }
            Await.until(SOON, "all were told: " + told, () -> told.size() == keys.size());
            assertThat(told).containsExactlyInAnyOrderElementsOf(keys);
        } finally {
            listening.close();
        }
    }

    @Concurrently
    @ParameterizedTest
    @EnumSource
    void a_master_that_is_killed_is_followed_by_its_replica(Client client) {
        try (RedisCluster own = LocalServers.startRedisCluster(Profile.DURABLE, 3, 1);
                Client.Opened open = client.openCluster(own.uris());
                Locks locks = Locks.on(RedisLockStore.on(open.redis()))) {
            long before;
            try (HeldLock held = locks.acquire("a")) {
                before = held.fence();
            }
            RedisServer master = own.masterOf("safe4j:lock:{a}");
            master.kill();
            assertThatThrownBy(() -> master.call("PING")).isInstanceOf(IllegalStateException.class);
            long after = Answers.await(() -> {
                try (HeldLock held = locks.within(Duration.ofSeconds(5)).acquire("a")) {
                    return held.fence();
                }
            });
            assertThat(after).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_fenced_value_and_its_number_are_kept_by_one_master(Client client) {
        RedisFence fence = RedisFence.on(OPEN.get(client).redis());
        for (String key : List.of("v1", "v2", "v3", "a{v4}b")) {
            String own = client + key;
            assertThat(fence.set(own, "x", 5)).isEqualTo(new FencedWrite.Accepted(5));
            assertThat(fence.set(own, "y", 4)).isEqualTo(new FencedWrite.Refused(5));
        }
    }
}
