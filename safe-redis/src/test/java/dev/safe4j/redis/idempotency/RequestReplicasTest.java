package dev.safe4j.redis.idempotency;

import static dev.safe4j.redis.idempotency.Requests.KEPT;
import static dev.safe4j.redis.idempotency.Requests.LEASE;
import static dev.safe4j.redis.idempotency.Requests.OTHER;
import static dev.safe4j.redis.idempotency.Requests.RECEIPT;
import static dev.safe4j.redis.idempotency.Requests.id;
import static dev.safe4j.redis.idempotency.Requests.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.lease.StoreServers.Servers;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.NotReplicatedException;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims that count only when a replica has them, and what becomes of them when it is paused. */
@Tag("slow")
@Timeout(120)
class RequestReplicasTest {

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

    private static RedisIdempotencyStore alone(Client.Opened open, Client client) {
        return RedisIdempotencyStore.on(open.redis()).prefix("requests:" + client + ":");
    }

    private static RedisIdempotencyStore store(Client.Opened open, Client client, Duration wait) {
        return alone(open, client).acknowledgedBy(1, wait);
    }

    private static Object onReplica(Client client, RequestId id) {
        return replica.call("EXISTS", new RequestNames("requests:" + client + ":").request(id));
    }

    @ParameterizedTest
    @EnumSource
    void the_replicas_that_answer_are_counted_and_nothing_is_written(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            Object keys = master.call("DBSIZE");
            assertThat(alone(open, client).servers()).as("one server is enough").isNull();
            assertThat(alone(open, client)
                            .acknowledgedBy(2, Duration.ofMillis(200))
                            .servers())
                    .isEqualTo(new Servers("replicas", 1, 2));
            assertThat(master.call("DBSIZE")).isEqualTo(keys);
        }
    }

    @ParameterizedTest
    @EnumSource
    void claim_step_and_answer_are_on_the_replica_when_they_count(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            RedisIdempotencyStore store = store(open, client, Duration.ofSeconds(5));
            Requests requests = new Requests(store);
            master.call("SCRIPT", "FLUSH");
            for (int i = 0; i < 20; i++) {
                RequestId id = id("a" + i);
                Owner owner = requests.claimed(id);
                assertThat(onReplica(client, id)).isEqualTo(1L);
                assertThat(store.record(owner, "mail", RECEIPT)).isTrue();
                assertThat(store.complete(owner, RECEIPT, KEPT)).isTrue();
                String key = new RequestNames("requests:" + client + ":").request(id);
                assertThat(String.valueOf(replica.call("HGETALL", key))).contains("mail");
                assertThat(((Number) replica.call("PTTL", key)).longValue()).isPositive();
            }
            assertThat(store.claim(wanted(id("a1"), LEASE))).isInstanceOf(Completed.class);
        }
    }

    /** From Redis 7.2 on, WAIT waits for what the same connection wrote: what was sent again, after a lost reply, has to write. */
    @ParameterizedTest
    @EnumSource
    void what_is_sent_again_is_written_again_for_the_replicas(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            RedisIdempotencyStore store = store(open, client, Duration.ofSeconds(5));
            Wanted wanted = wanted(id("again"), LEASE);
            Owner owner = new Requests(store).claimed(wanted);
            assertWritten(() -> assertThat(store.claim(wanted)).isInstanceOf(Granted.class));
            assertThat(store.record(owner, "mail", RECEIPT)).isTrue();
            assertWritten(() -> assertThat(store.record(owner, "mail", OTHER)).isTrue());
            assertThat(store.complete(owner, RECEIPT, KEPT)).isTrue();
            assertWritten(() -> assertThat(store.complete(owner, OTHER, KEPT)).isTrue());
            assertThat(store.steps(wanted.id())).containsEntry("mail", RECEIPT);
            assertThat(((Completed) store.claim(wanted(wanted.id(), LEASE))).answer())
                    .isEqualTo(RECEIPT);
        }
    }

    private static void assertWritten(Runnable step) {
        long before = master.writes();
        step.run();
        assertThat(master.writes()).isGreaterThan(before);
    }

    @ParameterizedTest
    @EnumSource
    void under_a_claim_that_no_replica_has_nothing_is_run(Client client) {
        AtomicInteger runs = new AtomicInteger();
        try (Client.Opened open = client.open(master.uri());
                Idempotency idempotency = Idempotency.on(store(open, client, Duration.ofMillis(200)))) {
            var checkout = idempotency.operation("checkout", Integer.class).scope("shop");
            replica.pause();
            try {
                assertThatThrownBy(() -> checkout.key("b").run(attempt -> runs.incrementAndGet()))
                        .isInstanceOf(NotReplicatedException.class)
                        .hasMessageContaining("'b'")
                        .hasMessageContaining("was claimed")
                        .hasMessageContaining("0 of 1 replicas")
                        .hasMessageContaining("200 ms")
                        .hasMessageContaining("given back and not run");
                assertThat(runs).hasValue(0);
                assertThat(alone(open, client).look(id("b"))).isNull();
            } finally {
                replica.resume();
            }
            assertThat(checkout.key("b").within(SOON).run(attempt -> runs.incrementAndGet()))
                    .isEqualTo(1);
        }
    }

    /** Attempt 1 may have done something: that is not forgotten with the claim of attempt 2. */
    @ParameterizedTest
    @EnumSource
    void a_take_over_that_no_replica_has_leaves_the_attempt_before_known(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            RedisIdempotencyStore alone = alone(open, client);
            Owner first = new Requests(alone).claimed(id("c"));
            assertThat(alone.abandon(first)).isTrue();
            replica.pause();
            try {
                Wanted second = wanted(id("c"), LEASE);
                RedisIdempotencyStore store = store(open, client, Duration.ofMillis(200));
                assertThatThrownBy(() -> store.claim(second)).isInstanceOf(NotReplicatedException.class);
            } finally {
                replica.resume();
            }
            assertThat(alone.claim(wanted(id("c"), LEASE)))
                    .isInstanceOfSatisfying(
                            Granted.class,
                            granted -> assertThat(granted.attempt()).isGreaterThanOrEqualTo(2));
        }
    }

    /** The work is done, so its caller gets the result; that the answer may be lost stands in the log. */
    @ParameterizedTest
    @EnumSource
    void an_answer_that_no_replica_has_is_on_the_master_and_told(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            RedisIdempotencyStore store = store(open, client, Duration.ofMillis(200));
            Owner owner = new Requests(store).claimed(id("d"));
            replica.pause();
            try {
                assertThatThrownBy(() -> store.record(owner, "mail", RECEIPT))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasMessageContaining("0 of 1 replicas");
                assertThatThrownBy(() -> store.complete(owner, RECEIPT, KEPT))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasMessageContaining("0 of 1 replicas")
                        .hasMessageContaining("a failover may undo it");
            } finally {
                replica.resume();
            }
            assertThat(store.complete(owner, RECEIPT, KEPT)).as("sent again").isTrue();
            assertThat(store.look(id("d"))).isInstanceOf(Completed.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_writes_nothing_needs_no_replica(Client client) {
        try (Client.Opened open = client.open(master.uri())) {
            RedisIdempotencyStore alone = alone(open, client);
            Owner owner = new Requests(alone).claimed(id("e"));
            assertThat(alone.complete(owner, RECEIPT, KEPT)).isTrue();
            RedisIdempotencyStore two = alone.acknowledgedBy(2, Duration.ofMillis(100));
            assertThat(two.claim(wanted(id("e"), LEASE))).as("replayed").isInstanceOf(Completed.class);
            assertThatThrownBy(() -> alone.acknowledgedBy(0, SOON)).hasMessageContaining("0 for");
        }
    }
}
