package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.RaceProbe;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps of a lock in every order, over both clients, with the end of a lease and lost connections at every point. */
@Timeout(60)
@ExtendWith(TestRedisExtension.class)
class EveryOrderTest {

    private static final String END_OF_LEASE = "if redis.call('hget', KEYS[1], 'token') == 'former' then"
            + " return redis.call('pexpire', KEYS[1], 0) else return 0 end";

    private final RaceProbe probe = new RaceProbe();

    /** Callers whose steps are seen. */
    private Steps steps(Client.Opened open, TestRedis redis) {
        RedisClient seen = open.redisson() == null
                ? RedisClients.springData(probe.redis().springData(open.factory()))
                : RedisClients.redisson(probe.redis().redisson(open.redisson()));
        return new Steps(RedisLockStore.on(seen).prefix(redis.prefix()));
    }

    private void holds(Client client, TestRedis redis, int orders, Search search) {
        try (Client.Opened open = client.open(redis.uri())) {
            Steps steps = steps(open, redis);
            warm(steps);
            Interleavings from = Interleavings.on(probe).restoringRedis(redis.prefix());
            Exploration found = search.of(from, steps).explore();
            System.out.println(client + ": " + found);
            assertThat(found.scope().isExhausted()).as(found::toString).isTrue();
            assertThat(found.scope().orders()).as(found::toString).isEqualTo(orders);
        }
    }

    /** So that no script's text has to be sent in the middle of a search. */
    private static void warm(Steps steps) {
        Granted granted = steps.granted("warm", "w");
        steps.renew("warm", "w", Steps.LEASE);
        steps.release("warm", "w", granted.firstFence());
    }

    private interface Search {
        Interleavings of(Interleavings from, Steps steps);
    }

    private static String takeAndGiveBack(Steps steps, String token, AtomicInteger inside) {
        if (!(steps.acquire("a", token) instanceof Granted granted)) {
            return "busy";
        }
        inside.incrementAndGet();
        boolean kept = steps.renew("a", token, Steps.LEASE);
        inside.decrementAndGet();
        return (kept ? "" : "lost, ") + steps.release("a", token, granted.firstFence());
    }

    @ParameterizedTest
    @EnumSource
    void of_two_that_ask_one_is_inside_at_a_time(Client client, TestRedis redis) {
        AtomicInteger inside = new AtomicInteger();
        holds(
                client,
                redis,
                6,
                (from, steps) -> from.given(() -> inside.set(0))
                        .actor("one", () -> takeAndGiveBack(steps, "one", inside))
                        .actor("other", () -> takeAndGiveBack(steps, "other", inside))
                        .always("one is inside", () -> inside.get() <= 1)
                        .afterwards(
                                "each was busy or free again",
                                outcomes -> outcomes.actors().stream()
                                        .allMatch(each -> "busy".equals(each.value()) || "FREED".equals(each.value())))
                        .afterwards(
                                "nothing is held",
                                outcomes ->
                                        redis.call("EXISTS", redis.key("{a}")).equals(0L)));
    }

    @ParameterizedTest
    @EnumSource
    void a_former_owners_release_and_renewal_touch_nothing_of_the_next(Client client, TestRedis redis) {
        holds(
                client,
                redis,
                28,
                (from, steps) -> from.actor("former", () -> {
                            if (steps.acquire("a", "former") instanceof Granted granted) {
                                steps.renew("a", "former", Steps.LEASE);
                                return steps.release("a", "former", granted.firstFence());
                            }
                            return "busy";
                        })
                        .event("lease ends", () -> redis.call("EVAL", END_OF_LEASE, "1", redis.key("{a}")))
                        .actor("next", () -> {
                            if (steps.acquire("a", "next") instanceof Granted) {
                                return steps.renew("a", "next", Steps.LEASE) ? "kept" : "taken away";
                            }
                            return "busy";
                        })
                        .afterwards(
                                "the next keeps its lock", outcomes -> !"taken away".equals(outcomes.valueOf("next")))
                        .afterwards(
                                "and has it at the end",
                                outcomes -> !"kept".equals(outcomes.valueOf("next"))
                                        || "next".equals(redis.call("HGET", redis.key("{a}"), "token"))));
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("unchecked")
    void an_owner_whose_connection_is_lost_leaves_nothing_that_its_token_cannot_free(Client client, TestRedis redis) {
        holds(
                client,
                redis,
                8,
                (from, steps) -> from.actor("owner", () -> {
                            try {
                                return steps.acquire("a", "owner") instanceof Granted ? "granted" : "busy";
                            } catch (RuntimeException lost) {
                                return steps.release("a", "owner") == Released.LOST ? "was not" : "was";
                            }
                        })
                        .losingConnectionsOf("owner")
                        .allowing(RuntimeException.class)
                        .actor("next", () -> steps.acquire("a", "next") instanceof Granted ? "granted" : "busy")
                        .afterwards(
                                "what was given up is free",
                                outcomes -> !String.valueOf(outcomes.valueOf("owner"))
                                                .startsWith("was")
                                        || !"owner".equals(redis.call("HGET", redis.key("{a}"), "token"))));
    }
}
