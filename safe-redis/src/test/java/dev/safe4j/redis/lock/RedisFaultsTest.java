package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockInterruptedException;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.RedisNotWritableException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lost answers, killed and paused servers, replicas, interrupts: over both clients. */
@Tag("slow")
@Timeout(120)
@ExtendWith(TestRedisExtension.class)
@Concurrently
class RedisFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Steps steps(Client.Opened open, String prefix) {
        return new Steps(RedisLockStore.on(open.redis()).prefix(prefix));
    }

    /** The scripts are known by their digests: what they are sent with tells them apart. */
    private static Predicate<String> scriptWith(String text) {
        return sent -> sent.toUpperCase(java.util.Locale.ROOT).contains("EVALSHA") && sent.contains(text);
    }

    private static void warm(Steps steps) {
        Granted granted = steps.granted("warm", "w");
        steps.renew("warm", "w", Steps.LEASE);
        steps.release("warm", "w", granted.firstFence());
    }

    @ParameterizedTest
    @EnumSource
    void an_acquisition_whose_answer_was_lost_leaves_no_lock_behind(Client client, TestRedis redis) throws Exception {
        try (WireTap tap = WireTap.to(redis.server());
                Client.Opened open = client.open(redis.server().uriThrough(tap))) {
            RedisLockStore store = RedisLockStore.on(open.redis()).prefix(redis.prefix());
            warm(new Steps(store));
            try (Locks locks = Locks.on(store)) {
                CompletableFuture<String> lost = tap.dropReplyOf(scriptWith("{a}"));
                Throwable failure = null;
                try (HeldLock held = locks.acquire("a")) {
                    assertThat(held.isHeld())
                            .as("sent again, and granted the same")
                            .isTrue();
                } catch (RuntimeException ambiguous) {
                    failure = ambiguous;
                }
                assertThat(lost.get(5, TimeUnit.SECONDS)).contains("{a}");
                Await.until(
                        SOON,
                        "nobody holds it",
                        () -> redis.call("EXISTS", redis.key("{a}")).equals(0L));
                System.out.println(client + " after a lost answer: " + (failure == null ? "acquired" : failure));
                locks.within(SOON).runWithLock("a", HeldLock::ensureHeld);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_release_whose_answer_was_lost_is_no_lost_lease(Client client, TestRedis redis) throws Exception {
        try (WireTap tap = WireTap.to(redis.server());
                Client.Opened open = client.open(redis.server().uriThrough(tap))) {
            Steps steps = steps(open, redis.prefix());
            warm(steps);
            Granted granted = steps.granted("a", "t");
            CompletableFuture<String> lost = tap.dropReplyOf(scriptWith("{a}"));
            Released answer;
            try {
                answer = steps.release("a", "t", granted.firstFence()); // the client sends it again
            } catch (RuntimeException ambiguous) {
                answer = Answers.await(() -> steps.release("a", "t", granted.firstFence()));
            }
            assertThat(lost.get(5, TimeUnit.SECONDS)).contains("{a}");
            assertThat(answer).isEqualTo(Released.FREED);
            assertThat(redis.call("EXISTS", redis.key("{a}"))).isEqualTo(0L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_on_a_durable_server_survives_its_kill(Client client) {
        try (RedisServer server = LocalServers.startRedis(Profile.DURABLE);
                Client.Opened open = client.open(server.uri())) {
            server.assertDurable();
            Steps steps = steps(open, "k:");
            Granted granted = steps.granted("a", "t");
            server.kill();
            assertThatThrownBy(() -> steps.acquire("a", "u")).isInstanceOf(RuntimeException.class);
            server.restart();
            Busy busy = (Busy) Answers.await(() -> steps.acquire("a", "v"));
            assertThat(busy.fence()).isEqualTo(granted.firstFence() + Steps.FENCES - 1);
            assertThat(steps.renew("a", "t", Steps.LEASE)).isTrue();
            assertThat(steps.release("a", "t", granted.firstFence())).isEqualTo(Released.FREED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_holder_whose_server_lost_its_data_is_told_and_numbers_do_not_fall(Client client) {
        try (RedisServer server = LocalServers.startRedis(Profile.FAST);
                Client.Opened open = client.open(server.uri());
                Locks locks = Locks.on(RedisLockStore.on(open.redis()))) {
            Locks brief = locks.lease(Duration.ofMillis(600)).within(SOON);
            HeldLock held = brief.acquire("a");
            long fence = held.fence();
            server.call("FLUSHALL");
            Await.until(SOON, "the holder knows", () -> !held.isHeld());
            try (HeldLock next = brief.acquire("a")) {
                assertThat(next.fence()).isGreaterThan(fence);
                assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class);
                assertThat(next.isHeld()).as("a late close frees nothing").isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_paused_server_costs_a_holder_its_lease_and_frees_it_on_neither_side(Client client) {
        try (RedisServer server = LocalServers.startRedis(Profile.FAST);
                Client.Opened open = client.open(server.uri());
                Locks locks = Locks.on(RedisLockStore.on(open.redis()))) {
            HeldLock held = locks.lease(Duration.ofMillis(900)).acquire("a");
            server.pause();
            Await.until(SOON, "the holder gives it up by its own clock", () -> !held.isHeld());
            server.resume();
            Answers.await(() -> server.call("PING"));
            assertThatThrownBy(held::close).isInstanceOf(LeaseLostException.class);
            locks.within(SOON).runWithLock("a", next -> assertThat(next.fence()).isGreaterThan(held.fence()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_replica_is_refused_with_what_to_do(Client client) {
        try (RedisServer master = LocalServers.startRedis(Profile.FAST);
                RedisServer replica = LocalServers.startRedis(Profile.FAST)) {
            replica.follow(master);
            try (Client.Opened open = client.open(replica.uri())) {
                Steps steps = steps(open, "k:");
                assertThatThrownBy(() -> steps.acquire("a", "t"))
                        .isInstanceOf(RedisNotWritableException.class)
                        .hasMessageContaining("read-only replica")
                        .hasMessageContaining("master");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupted_waiter_holds_nothing_and_keeps_its_flag(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.uri());
                Locks locks = Locks.on(RedisLockStore.on(open.redis()).prefix(redis.prefix()));
                Locks others = Locks.on(RedisLockStore.on(open.redis()).prefix(redis.prefix()))) {
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread waiter = new Thread(() -> flag.complete(isInterruptedWhileAcquiring(others)));
            HeldLock held = locks.acquire("a");
            waiter.start();
            Await.until(
                    SOON,
                    "it waits",
                    () -> redis.call("HEXISTS", redis.key("{a}"), "waits").equals(1L));
            waiter.interrupt();
            assertThat(flag.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
            held.close();
            assertThat(redis.call("EXISTS", redis.key("{a}"))).isEqualTo(0L);
        }
    }

    private static boolean isInterruptedWhileAcquiring(Locks locks) {
        try {
            locks.acquire("a").close();
            return false;
        } catch (LockInterruptedException expected) {
            return Thread.currentThread().isInterrupted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupted_holder_acquires_no_more_and_still_releases(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.uri());
                Locks locks = Locks.on(RedisLockStore.on(open.redis()).prefix(redis.prefix()))) {
            HeldLock held = locks.acquire("a");
            Thread.currentThread().interrupt();
            assertThat(isInterruptedWhileAcquiring(locks)).isTrue();
            held.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(redis.call("EXISTS", redis.key("{a}"))).isEqualTo(0L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_full_server_grants_no_lock_and_takes_renewals_and_releases(Client client) {
        try (RedisServer server = LocalServers.startRedis(Profile.FAST);
                Client.Opened open = client.open(server.uri())) {
            Steps steps = steps(open, "k:");
            warm(steps);
            long fence = steps.granted("held", "t").firstFence();
            server.call("CONFIG", "SET", "maxmemory-policy", "noeviction");
            server.call("CONFIG", "SET", "maxmemory", "1");
            assertThatThrownBy(() -> steps.acquire("new", "n")).hasStackTraceContaining("maxmemory");
            assertThat(steps.renew("held", "t", Steps.LEASE)).isTrue();
            assertThat(steps.release("held", "t", fence)).isEqualTo(Released.FREED);
            assertThat(steps.release("held", "t", fence)).as("sent again").isEqualTo(Released.FREED);
            assertThat(steps.release("held", "other")).isEqualTo(Released.LOST);
            server.call("CONFIG", "SET", "maxmemory", "0");
            assertThat(steps.granted("held", "u").firstFence()).isGreaterThan(fence);
        }
    }
}
