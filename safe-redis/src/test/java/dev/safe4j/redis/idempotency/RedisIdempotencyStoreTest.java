package dev.safe4j.redis.idempotency;

import static dev.safe4j.redis.idempotency.Requests.KEPT;
import static dev.safe4j.redis.idempotency.Requests.LEASE;
import static dev.safe4j.redis.idempotency.Requests.OTHER;
import static dev.safe4j.redis.idempotency.Requests.RECEIPT;
import static dev.safe4j.redis.idempotency.Requests.id;
import static dev.safe4j.redis.idempotency.Requests.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Indeterminate;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Renewal;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.lock.Answers;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the store does beside its contract, over both clients. */
@Timeout(60)
@ExtendWith(TestRedisExtension.class)
class RedisIdempotencyStoreTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Map<Client, Client.Opened> OPEN = new EnumMap<>(Client.class);

    @BeforeAll
    static void connect() {
        for (Client each : Client.values()) {
            OPEN.put(each, each.open(LocalServers.redis().uri()));
        }
    }

    @AfterAll
    static void disconnect() {
        OPEN.values().forEach(Client.Opened::close);
    }

    private static RedisIdempotencyStore store(Client client, TestRedis redis) {
        return RedisIdempotencyStore.on(OPEN.get(client).redis()).prefix(redis.prefix());
    }

    private static void everyStep(RedisIdempotencyStore store, String key) {
        Requests requests = new Requests(store);
        Owner first = requests.claimed(id(key));
        assertThat(store.release(first)).isTrue();
        Owner second = requests.claimed(id(key));
        assertThat(store.record(second, "mail", RECEIPT)).isTrue();
        assertThat(requests.renew(second, LEASE)).isTrue();
        assertThat(store.abandon(second)).isTrue();
        Owner third = requests.claimed(id(key));
        assertThat(store.steps(id(key))).containsOnlyKeys("mail");
        assertThat(store.complete(third, RECEIPT, KEPT)).isTrue();
        assertThat(store.look(id(key))).isInstanceOf(Completed.class);
        assertThat(store.resolve(id(key), 2, OTHER, KEPT)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void every_step_is_one_command(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        everyStep(store, "warm");
        long before = Answers.scriptsRun(redis.server());
        everyStep(store, "a");
        assertThat(Answers.scriptsRun(redis.server()) - before).isEqualTo(11);
        assertThat(store.purge(1_000)).isZero();
        assertThat(Answers.scriptsRun(redis.server()) - before).isEqualTo(11);
    }

    @ParameterizedTest
    @EnumSource
    void a_thousand_renewals_are_one_command(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        Requests requests = new Requests(store);
        List<Owner> owners = IntStream.range(0, 1_000)
                .mapToObj(i -> requests.claimed(id("k" + i)))
                .toList();
        store.abandon(owners.get(7));
        requests.renew(owners.get(0), LEASE);
        long before = Answers.scriptsRun(redis.server());
        List<Boolean> renewed = store.renew(
                owners.stream().map(each -> new Renewal(each, LEASE)).toList());
        assertThat(Answers.scriptsRun(redis.server()) - before).isEqualTo(1);
        assertThat(renewed).hasSize(1_000);
        assertThat(IntStream.range(0, 1_000).filter(i -> !renewed.get(i)).boxed())
                .containsExactly(7);
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_has_forgotten_the_scripts_is_sent_their_text(Client client, TestRedis redis) {
        redis.call("SCRIPT", "FLUSH");
        everyStep(store(client, redis), "a");
    }

    @ParameterizedTest
    @EnumSource
    void m03_a_former_owner_completes_and_renews_nothing(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        Requests requests = new Requests(store);
        Owner former = requests.claimed(id("a"));
        store.abandon(former);
        Owner present = requests.claimed(id("a"), Duration.ofMillis(500));
        assertThat(requests.renew(former, LEASE)).isFalse();
        assertThat(store.complete(former, OTHER, KEPT)).isFalse();
        Running running = (Running) store.look(id("a"));
        assertThat(running.remaining()).isLessThanOrEqualTo(Duration.ofMillis(500));
        assertThat(store.complete(present, RECEIPT, KEPT)).isTrue();
        assertThat(((Completed) store.look(id("a"))).answer()).isEqualTo(RECEIPT);
    }

    @ParameterizedTest
    @EnumSource
    void t6_a_claim_that_nobody_completes_stays_and_an_answer_goes_by_itself(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        Requests requests = new Requests(store);
        requests.claimed(id("lapsed"), Duration.ofMillis(100));
        Owner owner = requests.claimed(id("done"));
        store.record(owner, "mail", RECEIPT);
        store.complete(owner, RECEIPT, Duration.ofMillis(300));
        Await.until(SOON, "the answer is deleted", () -> redis.keys().size() == 1);
        String left = redis.keys().get(0);
        assertThat(left).contains("lapsed");
        assertThat(redis.call("PTTL", left)).as("no time to live").isEqualTo(-1L);
        assertThat(store.look(id("lapsed"))).isInstanceOf(Indeterminate.class);
    }

    @ParameterizedTest
    @EnumSource
    void t7_a_request_that_begins_anew_is_not_deleted_with_what_was_before(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        Requests requests = new Requests(store);
        assertThat(store.release(requests.claimed(id("a")))).isTrue();
        assertThat((Long) redis.call("PTTL", redis.keys().get(0))).isBetween(90_000L, 120_000L);
        requests.claimed(id("a"));
        assertThat(redis.call("PTTL", redis.keys().get(0))).isEqualTo(-1L);
    }

    @ParameterizedTest
    @EnumSource
    void t4_a_release_that_is_sent_again_is_answered_as_the_first_time(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        Requests requests = new Requests(store);
        Wanted wanted = wanted(id("a"), LEASE);
        Owner owner = requests.claimed(wanted);
        assertThat(store.release(owner)).isTrue();
        assertThat(store.release(owner)).isTrue();
        assertThat(store.look(id("a"))).isNull();
        assertThat(store.claim(wanted))
                .as("a claim that arrives late is nobody's to run")
                .isEqualTo(new Running(1, Duration.ZERO));
        Owner next = requests.claimed(id("a"));
        assertThat(next.attempt()).isEqualTo(1);
        assertThat(store.release(owner)).isFalse();
        assertThat(store.complete(next, RECEIPT, KEPT)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void m12_m13_no_two_requests_have_one_key_whatever_their_parts_hold(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        List<String> odd =
                List.of("a", "a:1", "1:a", ":", "{", "}", "{a}", "}{", "a}:1:b", "%s\\n", "'; return 1 --", "注文");
        Set<RequestId> ids = new HashSet<>();
        for (String scope : odd) {
            for (String operation : odd) {
                odd.forEach(key -> ids.add(new RequestId(scope, operation, key)));
            }
        }
        ids.add(new RequestId("", "a", "a"));
        Requests requests = new Requests(store);
        ids.forEach(each -> assertThat(requests.claimed(each).attempt()).isEqualTo(1));
        assertThat(redis.keys()).hasSize(ids.size());
        assertThat(new HashSet<>(redis.keys().stream()
                        .map(key -> key.substring(0, key.indexOf('}')))
                        .toList()))
                .as("what a cluster finds the slot by")
                .hasSize(ids.size());
    }

    @ParameterizedTest
    @EnumSource
    void a_prefix_that_would_spoil_the_slots_is_refused(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        for (String bad : List.of("x:{y}:", "{", "}", " ")) {
            assertThatThrownBy(() -> store.prefix(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("prefix");
        }
        assertThat(store.named("requests").name()).isEqualTo("requests");
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_holds_something_else_is_told_with_its_cause(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        new Requests(store).claimed(id("a"));
        String key = redis.keys().get(0);
        redis.call("DEL", key);
        redis.call("SET", key, "text");
        assertThatThrownBy(() -> store.look(id("a")))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("checkout 'a' of 'shop'")
                .hasStackTraceContaining("WRONGTYPE");
    }

    @ParameterizedTest
    @EnumSource
    void a_claim_of_the_longest_attempt_is_counted_on(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        Requests requests = new Requests(store);
        store.abandon(requests.claimed(id("a")));
        redis.call("HSET", redis.keys().get(0), "attempt", "999999999999999");
        assertThat(store.claim(wanted(id("a"), LEASE))).isEqualTo(new Granted(1_000_000_000_000_000L));
    }

    @ParameterizedTest
    @EnumSource
    void a_type_may_hold_blanks(Client client, TestRedis redis) {
        RedisIdempotencyStore store = store(client, redis);
        StoredAnswer answer = StoredAnswer.result(" java.util.List < java.lang.String > ", new byte[0]);
        store.complete(new Requests(store).claimed(id("a")), answer, KEPT);
        assertThat(((Completed) store.look(id("a"))).answer()).isEqualTo(answer);
    }
}
