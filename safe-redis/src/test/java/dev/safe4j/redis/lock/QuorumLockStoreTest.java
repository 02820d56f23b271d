package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.Client;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Locks over several independent servers, some of which are killed, paused or empty. */
@Tag("slow")
@Timeout(180)
@Concurrently
class QuorumLockStoreTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Independent servers, and a store over them. */
    private record Quorum(List<RedisServer> servers, List<Client.Opened> clients, QuorumLockStore store)
            implements AutoCloseable {

        static Quorum start(Client client, int size) {
            List<RedisServer> servers = new ArrayList<>();
            List<Client.Opened> clients = new ArrayList<>();
            List<RedisLockStore> stores = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                servers.add(LocalServers.startRedis(Profile.DURABLE));
                clients.add(client.open(servers.get(i).uri()));
                stores.add(RedisLockStore.on(clients.get(i).redis()).named("node " + i));
            }
            return new Quorum(servers, clients, new QuorumLockStore("quorum", stores));
        }

        Steps steps() {
            return new Steps(store);
        }

        long holding(String name) {
            return servers.stream()
                    .filter(each ->
                            each.call("EXISTS", "safe4j:lock:{" + name + "}").equals(1L))
                    .count();
        }

        void setFence(int server, String name, long fence) {
            servers.get(server).call("SET", "safe4j:lock:{" + name + "}:fence", String.valueOf(fence));
        }

        @Override
        public void close() {
            clients.forEach(Client.Opened::close);
            servers.forEach(RedisServer::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_stands_on_all_servers_and_is_gone_from_all_after_its_release(Client client) {
        try (Quorum quorum = Quorum.start(client, 3)) {
            Steps steps = quorum.steps();
            Granted granted = steps.granted("a", "t");
            assertThat(quorum.holding("a")).isEqualTo(3);
            assertThat(steps.busy("a", "u").owner()).isEqualTo("checkout-1");
            assertThat(steps.renew("a", "t", Steps.LEASE)).isTrue();
            assertThat(steps.renew("a", "u", Steps.LEASE)).isFalse();
            assertThat(quorum.holding("a"))
                    .as("a stranger's renewal frees nothing")
                    .isEqualTo(3);
            steps.acquire(Steps.request("a", "v", Steps.LEASE, true));
            assertThat(steps.release("a", "t", granted.firstFence())).isEqualTo(Released.AWAITED);
            assertThat(quorum.holding("a")).isZero();
            assertThat(steps.release("a", "t", granted.firstFence())).isEqualTo(Released.AWAITED);
            assertThat(steps.release("a", "u")).isEqualTo(Released.LOST);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_server_keeps_it_a_little_longer_than_the_holder_counts_with(Client client) {
        try (Quorum quorum = Quorum.start(client, 3)) {
            quorum.steps().granted("a", "t", Duration.ofMinutes(10));
            quorum.servers()
                    .forEach(each -> assertThat((Long) each.call("PTTL", "safe4j:lock:{a}"))
                            .isGreaterThan(Duration.ofMinutes(10).toMillis()));
            quorum.steps().renew("a", "t", Duration.ofMinutes(20));
            quorum.servers()
                    .forEach(each -> assertThat((Long) each.call("PTTL", "safe4j:lock:{a}"))
                            .isGreaterThan(Duration.ofMinutes(20).toMillis()));
        }
    }

    @Test
    void a_split_vote_is_nobodys_and_leaves_nothing_behind() {
        try (Quorum quorum = Quorum.start(Client.LETTUCE, 3)) {
            Steps first = new Steps(RedisLockStore.on(quorum.clients().get(0).redis()));
            Steps second = new Steps(RedisLockStore.on(quorum.clients().get(1).redis()));
            first.granted("a", "one");
            second.granted("a", "other");
            assertThat(quorum.steps().acquire("a", "third")).isInstanceOf(Busy.class);
            assertThat(quorum.holding("a")).isEqualTo(2);
            second.release("a", "other");
            assertThat(quorum.steps().acquire("a", "fourth")).isInstanceOf(Granted.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_fewer_than_half_of_the_servers_dead_locks_go_on(Client client) {
        for (int size : List.of(3, 5)) {
            try (Quorum quorum = Quorum.start(client, size);
                    Locks locks = Locks.builder(quorum.store()).build()) {
                HeldLock held = locks.lease(Duration.ofSeconds(6)).acquire("a");
                for (int i = 0; i < size / 2; i++) {
                    quorum.servers().get(i).kill();
                }
                held.renew();
                assertThat(quorum.steps().acquire("a", "u")).isInstanceOf(Busy.class);
                held.close();
                long begun = System.nanoTime();
                for (int i = 0; i < 20; i++) {
                    locks.runWithLock("b" + i, HeldLock::ensureHeld);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as("a dead server costs its time-out once in a while")
                        .isLessThan(SOON);
            }
        }
    }

    @Test
    void a_server_that_does_not_answer_costs_its_time_out_once_in_a_while() {
        try (Quorum quorum = Quorum.start(Client.LETTUCE, 3);
                Locks locks = Locks.builder(quorum.store()).build()) {
            locks.runWithLock("warm", HeldLock::ensureHeld);
            quorum.servers().get(1).pause();
            long begun = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                locks.runWithLock("a" + i, HeldLock::ensureHeld);
            }
            // Each acquisition and release would cost a second.
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
            quorum.servers().get(1).resume();
            Await.until(SOON, "it takes part again", () -> {
                String token = UUID.randomUUID().toString();
                quorum.steps().granted("back", token);
                long holding = quorum.holding("back");
                quorum.steps().release("back", token);
                return holding == 3;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_most_of_the_servers_dead_nothing_is_acquired_and_a_holder_is_told(Client client) {
        for (int size : List.of(3, 5)) {
            try (Quorum quorum = Quorum.start(client, size);
                    Locks locks = Locks.builder(quorum.store()).build()) {
                HeldLock held = locks.lease(Duration.ofSeconds(3)).acquire("a");
                for (int i = 0; i <= size / 2; i++) {
                    quorum.servers().get(i).kill();
                }
                assertThatThrownBy(() -> quorum.steps().acquire("b", "t"))
                        .isInstanceOf(QuorumException.class)
                        .hasMessageContaining("'b'")
                        .hasMessageContaining((size / 2 + 1) + " are needed");
                RedisServer alive = quorum.servers().get(size - 1);
                Await.until(
                        SOON,
                        "what was granted is given back",
                        () -> alive.call("EXISTS", "safe4j:lock:{b}").equals(0L));
                assertThatThrownBy(() -> quorum.steps().renew("a", held.token(), Steps.LEASE))
                        .isInstanceOf(QuorumException.class);
                Await.until(SOON, "the holder knows", () -> !held.isHeld());
                assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class);
            }
        }
    }

    @Test
    void a_lease_that_most_servers_have_forgotten_is_lost_and_leaves_nothing_behind() {
        try (Quorum quorum = Quorum.start(Client.REDISSON, 3)) {
            Steps steps = quorum.steps();
            steps.granted("a", "t");
            quorum.servers().get(0).call("FLUSHALL");
            assertThat(steps.renew("a", "t", Steps.LEASE)).isTrue();
            quorum.servers().get(1).call("FLUSHALL");
            assertThat(steps.renew("a", "t", Steps.LEASE)).isFalse();
            assertThat(quorum.holding("a")).isZero();
        }
    }

    @Test
    void a_number_is_known_to_every_later_majority() {
        try (Quorum quorum = Quorum.start(Client.LETTUCE, 3)) {
            Steps steps = quorum.steps();
            long fast = 4_000_000_000_000_000L; // one server's numbers are far ahead of the others' clocks
            quorum.setFence(0, "a", fast);
            Granted first = steps.granted("a", "t");
            assertThat(first.firstFence()).isEqualTo(fast + 1);
            steps.release("a", "t", first.firstFence());
            quorum.setFence(0, "a", fast + 100);
            Granted second = steps.granted("a", "u"); // whose holder is never heard of again
            quorum.servers().get(0).kill();
            quorum.servers().subList(1, 3).forEach(each -> each.call("DEL", "safe4j:lock:{a}"));
            Granted third = Answers.await(() -> steps.granted("a", "v"));
            assertThat(third.firstFence()).isGreaterThan(second.firstFence() + Steps.FENCES - 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_is_inside_at_a_time_while_a_server_is_killed(Client client) {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        AtomicInteger backwards = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        AtomicLong highest = new AtomicLong();
        try (Quorum quorum = Quorum.start(client, 3);
                Locks one = Locks.builder(quorum.store()).signal(quorum.store()).build();
                Locks other =
                        Locks.builder(quorum.store()).signal(quorum.store()).build()) {
            var results = Callers.run(5, Duration.ofSeconds(60), number -> () -> {
                for (int i = 0; i < 40; i++) {
                    if (number == 4) {
                        Await.until(SOON, "some ran", () -> runs.get() > 40);
                        quorum.servers().get(2).kill();
                        return 0;
                    }
                    (number % 2 == 0 ? one : other).within(SOON).runWithLock("hot", held -> {
                        together.addAndGet(inside.incrementAndGet() > 1 ? 1 : 0);
                        backwards.addAndGet(highest.getAndSet(held.fence()) >= held.fence() ? 1 : 0);
                        runs.incrementAndGet();
                        inside.decrementAndGet();
                    });
                }
                return 0;
            });
            assertThat(results).allMatch(Callers.Result::isSuccess);
        }
        assertThat(runs).hasValue(160);
        assertThat(together).hasValue(0);
        assertThat(backwards).hasValue(0);
    }

    @Test
    void bad_input_is_refused() {
        try (Client.Opened open = Client.LETTUCE.open(LocalServers.redis().uri())) {
            RedisLockStore store = RedisLockStore.on(open.redis());
            List<RedisLockStore> two = List.of(store.named("a"), store.named("b"));
            assertThatThrownBy(() -> new QuorumLockStore("q", two)).hasMessageContaining("[a, b]");
            List<RedisLockStore> same = List.of(store.named("a"), store.named("b"), store.named("a"));
            assertThatThrownBy(() -> new QuorumLockStore("q", same)).hasMessageContaining("another name");
        }
    }
}
