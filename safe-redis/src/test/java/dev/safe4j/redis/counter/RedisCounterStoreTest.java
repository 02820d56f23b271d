package dev.safe4j.redis.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.AddResult;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.counter.CounterStore.Pace;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.Counters;
import dev.safe4j.counter.Quota;
import dev.safe4j.counter.QuotaResult;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.RedisNotWritableException;
import dev.safe4j.redis.lock.Answers;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is particular to counters in Redis: large numbers in scripts, lost answers, and servers that fail. Over both clients. */
@Tag("slow")
@Timeout(120)
@ExtendWith(TestRedisExtension.class)
@Concurrently
class RedisCounterStoreTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static RedisCounterStore store(Client.Opened open, String prefix) {
        return RedisCounterStore.on(open.redis()).prefix(prefix);
    }

    private static Predicate<String> scriptWith(String text) {
        return sent -> sent.toUpperCase(Locale.ROOT).contains("EVALSHA") && sent.contains(text);
    }

    @ParameterizedTest
    @EnumSource
    void an_addition_whose_answer_was_lost_is_added_once(Client client, TestRedis redis) throws Exception {
        try (WireTap tap = WireTap.to(redis.server());
                Client.Opened open = client.open(redis.server().uriThrough(tap))) {
            Counters counters = Counters.on(store(open, redis.prefix()));
            counters.add("visits", 1); // makes the script known
            CompletableFuture<String> lost = tap.dropReplyOf(scriptWith("visits"));
            assertThat(counters.add("visits", 1)).as("sent again by the client").isEqualTo(2);
            assertThat(lost.get(5, TimeUnit.SECONDS)).contains("visits");
            assertThat(Answers.await(() -> counters.get("visits"))).isEqualTo(2);
            assertThat(redis.keys())
                    .filteredOn(key -> (Long) redis.call("PTTL", key) > 90_000)
                    .as("tokens, known for longer than any client goes on sending")
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bounds_are_exact_beyond_what_a_number_of_lua_can_say(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.server().uri())) {
            Counters counters = Counters.on(store(open, redis.prefix()));
            long high = (1L << 60) + 1;
            assertThat(counters.add("n", high)).isEqualTo(high);
            assertThat(counters.atMost(high + 1).add("n", 1)).isEqualTo(high + 1);
            assertThat(counters.atMost(high + 1).tryAdd("n", 1)).isInstanceOf(AddResult.Refused.class);
            assertThat(counters.tryAdd("n", Long.MAX_VALUE)).isInstanceOf(AddResult.Refused.class);
            assertThat(counters.add("n", Long.MAX_VALUE - high - 1)).isEqualTo(Long.MAX_VALUE);
            assertThat(counters.tryAdd("n", 1)).isInstanceOf(AddResult.Refused.class);
            long edge = 1L << 53;
            for (long value : new long[] {edge - 1, edge, edge + 1, -edge + 1, -edge, -edge - 1}) {
                assertThat(counters.add("edge:" + value, value)).isEqualTo(value);
            }
            assertThat(counters.add("low", Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
            assertThat(counters.tryAdd("low", -1)).isInstanceOf(AddResult.Refused.class);
            assertThat(counters.atLeast(-1).tryAdd("floor", -2)).isInstanceOf(AddResult.Refused.class);
            assertThat(counters.atLeast(-10).add("floor", -10)).isEqualTo(-10);
            assertThat(counters.atLeast(-10).tryAdd("floor", -1)).isInstanceOf(AddResult.Refused.class);
            assertThat(counters.atLeast(-9).add("floor", 2)).isEqualTo(-8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_quota_is_deleted_when_nothing_counts_any_more(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.server().uri())) {
            RedisCounterStore store = store(open, redis.prefix());
            String key = new CounterNames(redis.prefix()).quota("login:a", new Pace(100_000, 3));
            assertThat(store.take(new Take("login:a", new Pace(100_000, 3), 2, 2))
                            .isTaken())
                    .isTrue();
            assertThat((Long) redis.server().call("PTTL", key)).isBetween(1L, 301L);
            assertThat(store.take(new Take("login:a", new Pace(100_000, 3), 1, 2))
                            .isTaken())
                    .isFalse();
            Await.until(
                    SOON, "it is gone", () -> redis.server().call("EXISTS", key).equals(0L));
            assertThat(store.take(new Take("login:a", new Pace(100_000, 3), 2, 2))
                            .isTaken())
                    .isTrue();
        }
    }

    /** As after a clock that was set back by an hour. */
    @ParameterizedTest
    @EnumSource
    void what_was_taken_in_a_slot_to_come_counts(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.server().uri())) {
            RedisCounterStore store = store(open, redis.prefix());
            Pace minute = new Pace(60_000_000, 1);
            String key = new CounterNames(redis.prefix()).quota("login:a", minute);
            long slot = store.look("login:a", minute).now() / minute.micros() + 60;
            redis.call("SET", key, slot + " 2");
            assertThat(store.take(new Take("login:a", minute, 1, 3)).ring().newest())
                    .isEqualTo(slot);
            assertThat(store.take(new Take("login:a", minute, 1, 3)).isTaken()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_take_that_is_sent_again_never_grants_more(Client client, TestRedis redis) throws Exception {
        try (WireTap tap = WireTap.to(redis.server());
                Client.Opened open = client.open(redis.server().uriThrough(tap))) {
            Quota quota = Quota.on(store(open, redis.prefix())).limit(3).per(Duration.ofHours(1));
            assertThat(quota.take("login")).isInstanceOf(QuotaResult.Granted.class);
            CompletableFuture<String> lost = tap.dropReplyOf(scriptWith("login"));
            int granted = 1;
            for (int i = 0; i < 5; i++) {
                try {
                    granted += Answers.await(() -> quota.take("login")) instanceof QuotaResult.Granted ? 1 : 0;
                } catch (OutcomeUnknownException unknown) {
                    // may have been taken: then nobody has it
                }
            }
            assertThat(lost.get(5, TimeUnit.SECONDS)).contains("login");
            assertThat(granted).isBetween(1, 3);
            assertThat(quota.take("login")).isInstanceOf(QuotaResult.Refused.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_durable_server_has_acknowledged_survives_its_kill(Client client) {
        try (RedisServer server = LocalServers.startRedis(Profile.DURABLE);
                Client.Opened open = client.open(server.uri())) {
            server.assertDurable();
            Counters counters = Counters.on(store(open, "k:"));
            for (int i = 0; i < 20; i++) {
                counters.add("visits", 1);
            }
            server.kill();
            assertThatThrownBy(() -> counters.add("visits", 1)).isInstanceOf(OutcomeUnknownException.class);
            server.restart();
            assertThat(Answers.await(() -> counters.get("visits"))).isBetween(20L, 21L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_replica_is_refused(Client client) {
        try (RedisServer master = LocalServers.startRedis(Profile.FAST);
                RedisServer replica = LocalServers.startRedis(Profile.FAST)) {
            replica.follow(master);
            try (Client.Opened open = client.open(replica.uri())) {
                RedisCounterStore store = store(open, "k:");
                assertThatThrownBy(() -> store.add(new Change("n", CounterStore.PLAIN, 1, Long.MAX_VALUE)))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasCauseInstanceOf(RedisNotWritableException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_would_decide_where_a_cluster_keeps_it_is_refused(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.server().uri())) {
            RedisCounterStore store = store(open, redis.prefix());
            for (String key : List.of("{a", "a}", "{a}")) {
                assertThatThrownBy(() -> store.sum(key, 0, 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("must not hold braces");
            }
            assertThatThrownBy(() -> store.prefix("a{")).hasMessageContaining("must not be blank or hold braces");
            assertThatThrownBy(() -> store.prefix(" ")).hasMessageContaining("must not be blank or hold braces");
        }
    }
}
