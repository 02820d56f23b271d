package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.lock.FencedWrite.Accepted;
import dev.safe4j.redis.lock.FencedWrite.Refused;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guard on the side of what is written. */
@ExtendWith(TestRedisExtension.class)
@Tag("slow")
class RedisFenceTest {

    @ParameterizedTest
    @EnumSource
    void a_late_holder_is_refused_with_the_highest_number_seen(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.uri())) {
            RedisFence fence = RedisFence.on(open.redis()).prefix(redis.prefix());
            String key = redis.key("price");
            assertThat(fence.set(key, "first", 33)).isEqualTo(new Accepted(33));
            assertThat(fence.set(key, "second", 34)).isEqualTo(new Accepted(34));
            assertThat(fence.set(key, "late", 33)).isEqualTo(new Refused(34));
            assertThat(redis.call("GET", key)).isEqualTo("second");
            assertThat(fence.set(key, "the same holder again", 34)).isEqualTo(new Accepted(34));
            assertThat(redis.call("GET", key)).isEqualTo("the same holder again");
            long micros = 9_007_199_254_740_991L;
            assertThat(fence.set(key, "far", micros)).isEqualTo(new Accepted(micros));
            assertThat(fence.set(key, "one less", micros - 1)).isEqualTo(new Refused(micros));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_holder_that_lost_its_lease_cannot_overwrite_the_next_one(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.uri());
                Locks locks = Locks.on(RedisLockStore.on(open.redis()).prefix(redis.prefix()))) {
            RedisFence fence = RedisFence.on(open.redis()).prefix(redis.prefix());
            Locks brief = locks.withoutRenewal().lease(Duration.ofMillis(100));
            HeldLock former = brief.acquire("a");
            try (Locks others = Locks.on(RedisLockStore.on(open.redis()).prefix(redis.prefix()));
                    HeldLock present = others.acquire("a")) {
                assertThat(fence.set(redis.key("v"), "present", present)).isInstanceOf(Accepted.class);
                assertThat(fence.set(redis.key("v"), "former", former)).isEqualTo(new Refused(present.fence()));
                assertThat(redis.call("GET", redis.key("v"))).isEqualTo("present");
            }
            assertThat(former.isHeld()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_many_writers_at_once_the_highest_number_stays(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.uri())) {
            RedisFence fence = RedisFence.on(open.redis()).prefix(redis.prefix());
            int writers = 8;
            int writes = 200;
            var results = Callers.run(writers, Duration.ofSeconds(30), number -> () -> {
                int refused = 0;
                for (int i = 0; i < writes; i++) {
                    long mine = (long) i * writers + number;
                    refused += fence.set(redis.key("v"), String.valueOf(mine), mine) instanceof Refused ? 1 : 0;
                }
                return refused;
            });
            assertThat(results).allMatch(Callers.Result::isSuccess);
            assertThat(redis.call("GET", redis.key("v"))).isEqualTo(String.valueOf(writers * writes - 1));
            assertThat(results.stream()
                            .mapToInt(each -> each.value() == null ? 0 : each.value())
                            .sum())
                    .as("late writers there were")
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bad_input_is_refused_and_keys_are_kept_apart(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.uri())) {
            RedisFence fence = RedisFence.on(open.redis());
            assertThatThrownBy(() -> fence.set("k", "v", -1)).hasMessageContaining("-1");
            assertThatThrownBy(() -> fence.set("k", "v", Long.MAX_VALUE)).hasMessageContaining("2^53");
            for (String bad : List.of("", "{}", "a{}b", "a{", "}a", "a}b{c")) {
                assertThatThrownBy(() -> fence.set(bad, "v", 1))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("hash tag");
            }
            assertThat(fence.seen("x")).isNotEqualTo(fence.seen("{x}"));
            for (String key : List.of("order:42", "a{x}b", "{x}", "{x}{y}", "a}{x}")) {
                assertThat(SlotHash.getSlot(fence.seen(key))).as(key).isEqualTo(SlotHash.getSlot(key));
            }
        }
    }
}
