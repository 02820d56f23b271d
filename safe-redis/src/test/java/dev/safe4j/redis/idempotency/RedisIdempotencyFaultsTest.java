package dev.safe4j.redis.idempotency;

import static dev.safe4j.redis.idempotency.Requests.KEPT;
import static dev.safe4j.redis.idempotency.Requests.LEASE;
import static dev.safe4j.redis.idempotency.Requests.RECEIPT;
import static dev.safe4j.redis.idempotency.Requests.id;
import static dev.safe4j.redis.idempotency.Requests.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.RedisNotWritableException;
import dev.safe4j.redis.lock.Answers;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lost answers, killed, emptied and read-only servers: over both clients. */
@Tag("slow")
@Timeout(120)
@ExtendWith(TestRedisExtension.class)
@Concurrently
class RedisIdempotencyFaultsTest {

    private static RedisIdempotencyStore store(Client.Opened open, String prefix) {
        return RedisIdempotencyStore.on(open.redis()).prefix(prefix);
    }

    /** The scripts are known by their digests: what they are sent with tells them apart. */
    private static Predicate<String> scriptWith(String text) {
        return sent -> sent.toUpperCase(Locale.ROOT).contains("EVALSHA") && sent.contains(text);
    }

    private static void warm(RedisIdempotencyStore store) {
        Requests requests = new Requests(store);
        store.release(requests.claimed(id("warm")));
        Owner owner = requests.claimed(id("warm"));
        store.record(owner, "warm", RECEIPT);
        requests.renew(owner, LEASE);
        store.abandon(owner);
        store.complete(owner, RECEIPT, KEPT);
    }

    /** Sends a step whose answer is lost; again, if the client does not do that by itself. */
    private static void answeredThoughLost(WireTap tap, String what, BooleanSupplier step) throws Exception {
        CompletableFuture<String> lost = tap.dropReplyOf(scriptWith(what));
        boolean isDone;
        try {
            isDone = step.getAsBoolean();
        } catch (OutcomeUnknownException unknown) {
            isDone = Answers.await(step::getAsBoolean);
        }
        assertThat(lost.get(5, TimeUnit.SECONDS)).contains(what);
        assertThat(isDone).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_step_whose_answer_was_lost_is_answered_as_the_first_time(Client client, TestRedis redis) throws Exception {
        try (WireTap tap = WireTap.to(redis.server());
                Client.Opened open = client.open(redis.server().uriThrough(tap))) {
            RedisIdempotencyStore store = store(open, redis.prefix());
            warm(store);
            Requests requests = new Requests(store);
            var wanted = wanted(id("claimed"), LEASE);
            answeredThoughLost(tap, "claimed", () -> requests.claimed(wanted).attempt() == 1);
            Owner recorded = requests.claimed(id("recorded"));
            answeredThoughLost(tap, "recorded", () -> store.record(recorded, "mail", RECEIPT));
            Owner renewed = requests.claimed(id("renewed"));
            answeredThoughLost(tap, "renewed", () -> requests.renew(renewed, LEASE));
            Owner completed = requests.claimed(id("completed"));
            answeredThoughLost(tap, "completed", () -> store.complete(completed, RECEIPT, KEPT));
            Owner released = requests.claimed(id("released"));
            answeredThoughLost(tap, "released", () -> store.release(released));
            Owner abandoned = requests.claimed(id("abandoned"));
            answeredThoughLost(tap, "abandoned", () -> store.abandon(abandoned));
            assertThat(requests.claimed(id("abandoned")).attempt()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void c4_an_operation_whose_answers_are_lost_runs_once_and_is_replayed(Client client, TestRedis redis)
            throws Exception {
        try (WireTap tap = WireTap.to(redis.server());
                Client.Opened open = client.open(redis.server().uriThrough(tap))) {
            RedisIdempotencyStore store = store(open, redis.prefix());
            warm(store);
            AtomicInteger runs = new AtomicInteger();
            List<CompletableFuture<String>> lost = new ArrayList<>();
            try (Idempotency idempotency = Idempotency.on(store)) {
                IdempotentOperation<String> checkout =
                        idempotency.operation("checkout", String.class).key("lossy");
                lost.add(tap.dropReplyOf(scriptWith("lossy")));
                String receipt = checkout.run(attempt -> {
                    lost.add(tap.dropReplyOf(scriptWith("lossy")));
                    return "receipt " + runs.incrementAndGet();
                });
                assertThat(receipt).isEqualTo("receipt 1");
                for (CompletableFuture<String> each : lost) {
                    assertThat(each.get(5, TimeUnit.SECONDS)).contains("lossy");
                }
                assertThat(checkout.tryRun(attempt -> "receipt " + runs.incrementAndGet()))
                        .isInstanceOfSatisfying(
                                Execution.Replayed.class,
                                replayed -> assertThat(replayed.value()).isEqualTo("receipt 1"));
            }
            assertThat(runs).hasValue(1);
            assertThat(lost).hasSize(2);
        }
    }

    /** What Redis cannot promise: emptied, it stands for a replica that became the master without the last writes. */
    @ParameterizedTest
    @EnumSource
    void c9_a_server_that_lost_its_writes_runs_a_request_again_and_a_late_owner_is_told(Client client) {
        try (RedisServer server = LocalServers.startRedis(Profile.FAST);
                Client.Opened open = client.open(server.uri())) {
            RedisIdempotencyStore store = store(open, "k:");
            AtomicInteger runs = new AtomicInteger();
            try (Idempotency idempotency = Idempotency.on(store)) {
                IdempotentOperation<Integer> checkout =
                        idempotency.operation("checkout", Integer.class).key("k");
                assertThat(checkout.run(attempt -> runs.incrementAndGet())).isEqualTo(1);
                assertThat(checkout.run(attempt -> runs.incrementAndGet())).isEqualTo(1);
                server.call("FLUSHALL");
                assertThat(checkout.run(attempt -> {
                            assertThat(attempt.number())
                                    .as("nothing tells it apart")
                                    .isEqualTo(1);
                            return runs.incrementAndGet();
                        }))
                        .isEqualTo(2);
            }
            Requests requests = new Requests(store);
            Owner late = requests.claimed(id("a"));
            server.call("FLUSHALL");
            assertThat(requests.renew(late, LEASE)).isFalse();
            assertThat(store.complete(late, RECEIPT, KEPT)).isFalse();
            assertThat(store.look(id("a"))).isNull();
            assertThat(runs).hasValue(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_durable_server_has_acknowledged_survives_its_kill(Client client) {
        try (RedisServer server = LocalServers.startRedis(Profile.DURABLE);
                Client.Opened open = client.open(server.uri())) {
            server.assertDurable();
            RedisIdempotencyStore store = store(open, "k:");
            Requests requests = new Requests(store);
            Owner owner = requests.claimed(id("a"));
            assertThat(store.complete(requests.claimed(id("done")), RECEIPT, KEPT))
                    .isTrue();
            server.kill();
            assertThatThrownBy(() -> store.look(id("a"))).isInstanceOf(OutcomeUnknownException.class);
            server.restart();
            Completed done = (Completed) Answers.await(() -> store.look(id("done")));
            assertThat(done.answer()).isEqualTo(RECEIPT);
            assertThat(store.complete(owner, RECEIPT, KEPT)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_full_server_refuses_claims_before_anything_runs(Client client) {
        try (RedisServer server = LocalServers.startRedis(Profile.FAST);
                Client.Opened open = client.open(server.uri())) {
            RedisIdempotencyStore store = store(open, "k:");
            warm(store);
            Requests requests = new Requests(store);
            store.release(requests.claimed(id("released")));
            server.call("CONFIG", "SET", "maxmemory-policy", "noeviction");
            server.call("CONFIG", "SET", "maxmemory", "1");
            for (String key : List.of("new", "released")) {
                assertThatThrownBy(() -> store.claim(wanted(id(key), LEASE)))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasStackTraceContaining("maxmemory");
            }
            server.call("CONFIG", "SET", "maxmemory", "0");
            for (String key : List.of("new", "released")) {
                assertThat(store.look(id(key))).as("nothing was written").isNull();
                Owner owner = requests.claimed(id(key));
                assertThat(owner.attempt()).isEqualTo(1);
                assertThat(store.complete(owner, RECEIPT, KEPT)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_full_server_takes_all_that_keeps_and_ends_a_claim(Client client) {
        try (RedisServer server = LocalServers.startRedis(Profile.FAST);
                Client.Opened open = client.open(server.uri())) {
            RedisIdempotencyStore store = store(open, "k:");
            warm(store);
            Requests requests = new Requests(store);
            Owner completed = requests.claimed(id("completed"));
            Owner released = requests.claimed(id("released"));
            Owner abandoned = requests.claimed(id("abandoned"));
            Owner resolved = requests.claimed(id("resolved"));
            store.abandon(resolved);
            server.call("CONFIG", "SET", "maxmemory-policy", "noeviction");
            server.call("CONFIG", "SET", "maxmemory", "1");
            assertThatThrownBy(() -> store.claim(wanted(id("new"), LEASE))).hasStackTraceContaining("maxmemory");
            assertThat(requests.renew(completed, LEASE)).isTrue();
            assertThat(store.record(completed, "charge", RECEIPT)).isTrue();
            assertThat(store.complete(completed, RECEIPT, KEPT)).isTrue();
            assertThat(store.release(released)).isTrue();
            assertThat(store.abandon(abandoned)).isTrue();
            assertThat(store.resolve(id("resolved"), 1, RECEIPT, KEPT)).isTrue();
            server.call("CONFIG", "SET", "maxmemory", "0");
            for (String key : List.of("completed", "resolved")) {
                assertThat(store.look(id(key)))
                        .isInstanceOfSatisfying(
                                Completed.class,
                                found -> assertThat(found.answer()).isEqualTo(RECEIPT));
            }
            assertThat(requests.claimed(id("released")).attempt()).isEqualTo(1);
            assertThat(requests.claimed(id("abandoned")).attempt()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_replica_is_refused(Client client) {
        try (RedisServer master = LocalServers.startRedis(Profile.FAST);
                RedisServer replica = LocalServers.startRedis(Profile.FAST)) {
            replica.follow(master);
            try (Client.Opened open = client.open(replica.uri())) {
                RedisIdempotencyStore store = store(open, "k:");
                assertThatThrownBy(() -> store.claim(wanted(id("a"), LEASE)))
                        .isInstanceOf(RedisNotWritableException.class)
                        .hasMessageContaining("read-only replica");
            }
        }
    }
}
