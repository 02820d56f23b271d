package dev.safe4j.redis.lock;

import static dev.safe4j.redis.lock.Steps.FENCES;
import static dev.safe4j.redis.lock.Steps.LEASE;
import static dev.safe4j.redis.lock.Steps.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import dev.safe4j.lock.ReleaseSignal;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each step of the store does, over both clients. */
@Timeout(60)
@ExtendWith(TestRedisExtension.class)
class RedisLockStoreTest {

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

    private static RedisLockStore store(Client client, TestRedis redis) {
        RedisClient over = OPEN.get(client).redis();
        return RedisLockStore.on(over).prefix(redis.prefix());
    }

    private static Steps steps(Client client, TestRedis redis) {
        return new Steps(store(client, redis));
    }

    @ParameterizedTest
    @EnumSource
    void a_held_lock_says_who_has_it_and_for_how_long(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        Granted granted = steps.granted("order:42", "a");
        Busy busy = steps.busy("order:42", "b");
        assertThat(busy.owner()).isEqualTo("checkout-1");
        assertThat(busy.fence()).isEqualTo(granted.firstFence() + FENCES - 1);
        assertThat(busy.since()).isEqualTo(granted.since());
        assertThat(busy.remaining()).isBetween(LEASE.minusSeconds(5), LEASE);
    }

    @ParameterizedTest
    @EnumSource
    void an_acquire_and_a_release_are_one_command_each(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        steps.granted("warm", "w");
        steps.release("warm", "w");
        long before = Answers.scriptsRun(redis.server());
        Granted granted = steps.granted("a", "t");
        steps.release("a", "t", granted.firstFence());
        assertThat(Answers.scriptsRun(redis.server()) - before).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void a_thousand_renewals_are_one_command(Client client, TestRedis redis) {
        RedisLockStore store = store(client, redis);
        List<Request> requests = IntStream.range(0, 1_000)
                .mapToObj(i -> request("k" + i, "t" + i))
                .toList();
        assertThat(store.acquire(requests)).hasSize(1_000).allMatch(Granted.class::isInstance);
        new Steps(store).release("k7", "t7");
        store.renew(List.of(new Lease("k0", "t0", 1, LEASE, 0)));
        long before = Answers.scriptsRun(redis.server());
        List<Boolean> renewed = store.renew(requests.stream()
                .map(each -> new Lease(each.key(), each.token(), 1, LEASE, System.nanoTime()))
                .toList());
        assertThat(Answers.scriptsRun(redis.server()) - before).isEqualTo(1);
        assertThat(renewed).hasSize(1_000);
        assertThat(renewed.stream().filter(each -> !each)).hasSize(1);
        assertThat(renewed.get(7)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_lease_ends_by_itself_and_is_not_brought_back_by_a_late_renewal(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        Duration brief = Duration.ofMillis(150);
        Granted first = steps.granted("a", "former", brief);
        assertThat(steps.renew("a", "former", brief)).isTrue();
        Await.until(
                SOON,
                "the lease ends",
                () -> redis.call("EXISTS", redis.key("{a}")).equals(0L));
        assertThat(steps.renew("a", "former", LEASE)).isFalse();
        Granted second = steps.granted("a", "present");
        assertThat(second.firstFence()).isGreaterThan(first.firstFence() + FENCES - 1);
        assertThat(steps.renew("a", "former", LEASE)).isFalse();
        assertThat(steps.renew("a", "present", LEASE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_former_owner_frees_nothing(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        steps.granted("a", "former", Duration.ofMillis(100));
        Await.until(SOON, "the lease ends", () -> steps.acquire("a", "present") instanceof Granted);
        assertThat(steps.release("a", "former")).isEqualTo(Released.LOST);
        assertThat(steps.busy("a", "third").remaining()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void a_release_that_is_sent_again_is_answered_as_the_first_time(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        steps.granted("a", "one");
        steps.acquire(request("a", "two", LEASE, true));
        assertThat(steps.release("a", "one")).isEqualTo(Released.AWAITED);
        steps.granted("a", "two");
        assertThat(steps.release("a", "two")).isEqualTo(Released.FREED);
        assertThat(steps.release("a", "one")).isEqualTo(Released.AWAITED);
        assertThat((Long) redis.call("PTTL", redis.key("{a}:over:one"))).isBetween(90_000L, 120_000L);
        assertThat(steps.release("a", "two")).isEqualTo(Released.FREED);
        assertThat(steps.release("a", "never granted")).isEqualTo(Released.LOST);
    }

    @ParameterizedTest
    @EnumSource
    void a_request_that_is_sent_again_is_granted_the_same(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        Granted first = steps.granted("a", "t");
        assertThat(steps.granted("a", "t")).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void a_request_that_arrives_after_its_token_was_given_up_locks_nothing(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        assertThat(steps.release("a", "late")).isEqualTo(Released.LOST);
        assertThatThrownBy(() -> steps.acquire("a", "late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'a'");
        assertThat(steps.acquire("a", "other")).isInstanceOf(Granted.class);
    }

    @ParameterizedTest
    @EnumSource
    void numbers_grow_over_releases_and_unused_ones_are_given_back(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        long future = 4_000_000_000_000_000L; // in the year 2096: the clock is no help
        redis.call("SET", redis.key("{a}:fence"), String.valueOf(future));
        assertThat(steps.granted("a", "one").firstFence()).isEqualTo(future + 1);
        assertThat(redis.call("GET", redis.key("{a}:fence"))).isEqualTo("4000000000000010");
        steps.release("a", "one", future + 3);
        assertThat(steps.granted("a", "two").firstFence()).isEqualTo(future + 4);
        steps.release("a", "two", 0);
        assertThat(steps.granted("a", "three").firstFence()).isEqualTo(future + 4);
    }

    @ParameterizedTest
    @EnumSource
    void numbers_do_not_fall_when_redis_is_flushed(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        long before = steps.granted("a", "one").firstFence();
        steps.release("a", "one", before + FENCES - 1);
        redis.keys().forEach(key -> redis.call("DEL", key));
        assertThat(redis.keys()).isEmpty();
        assertThat(steps.granted("a", "two").firstFence()).isGreaterThan(before + FENCES - 1);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_kept_for_ever(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        steps.granted("held", "t");
        steps.renew("held", "t", LEASE);
        steps.granted("released", "u");
        steps.release("released", "u");
        assertThat(redis.keys())
                .hasSize(4)
                .allMatch(key -> (Long) redis.call("PTTL", key) > 0)
                .allMatch(key -> (Long) redis.call("PTTL", key)
                        <= LEASE.plus(Duration.ofDays(1)).toMillis());
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_is_kept_from_everybody_for_as_long_as_asked(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        Granted first = steps.granted("a", "t");
        Release keeping = new Release("a", "t", first.firstFence(), Duration.ofMillis(300));
        assertThat(steps.store().release(List.of(keeping))).containsExactly(Released.FREED);
        Busy busy = steps.busy("a", "u");
        assertThat(busy.remaining()).isBetween(Duration.ofMillis(1), Duration.ofMillis(300));
        assertThat(busy.fence()).isEqualTo(first.firstFence());
        assertThat(steps.renew("a", "t", LEASE)).isFalse();
        Await.until(SOON, "it is free", () -> steps.acquire("a", "v") instanceof Granted);
    }

    @ParameterizedTest
    @EnumSource
    void those_who_wait_are_told_and_nobody_else_is(Client client, TestRedis redis) {
        RedisLockStore store = store(client, redis);
        Steps steps = new Steps(store);
        List<String> told = new CopyOnWriteArrayList<>();
        ReleaseSignal.Listening listening = store.listen(told::add);
        try {
            steps.granted("quiet", "a");
            steps.busy("quiet", "b");
            assertThat(steps.release("quiet", "a")).isEqualTo(Released.FREED);
            steps.granted("wanted", "c");
            steps.acquire(request("wanted", "d", LEASE, true));
            assertThat(steps.release("wanted", "c")).isEqualTo(Released.AWAITED);
            Await.until(SOON, "the signal came", () -> !told.isEmpty());
            assertThat(told).containsExactly("wanted");
            steps.granted("wanted", "d");
            assertThat(steps.release("wanted", "d")).as("the mark is gone").isEqualTo(Released.FREED);
        } finally {
            listening.close();
        }
        steps.granted("wanted", "e");
        steps.acquire(request("wanted", "f", LEASE, true));
        steps.release("wanted", "e");
        store.close();
        assertThat(told).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void several_locks_are_answered_each_for_itself(Client client, TestRedis redis) {
        RedisLockStore store = store(client, redis);
        Steps steps = new Steps(store);
        steps.granted("b", "other");
        List<Answer> answers = store.acquire(List.of(request("a", "1"), request("b", "2"), request("c", "3")));
        assertThat(answers.get(0)).isInstanceOf(Granted.class);
        assertThat(answers.get(1)).isInstanceOf(Busy.class);
        assertThat(answers.get(2)).isInstanceOf(Granted.class);
        List<Release> releases = new ArrayList<>();
        List.of("a 1", "b 2", "c 3")
                .forEach(each -> releases.add(new Release(each.substring(0, 1), each.substring(2), 0, Duration.ZERO)));
        assertThat(store.release(releases)).containsExactly(Released.FREED, Released.LOST, Released.FREED);
        assertThat(store.acquire(List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_has_forgotten_the_scripts_is_sent_their_text(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        redis.call("SCRIPT", "FLUSH");
        Granted granted = steps.granted("a", "t");
        redis.call("SCRIPT", "FLUSH");
        assertThat(steps.renew("a", "t", LEASE)).isTrue();
        redis.call("SCRIPT", "FLUSH");
        assertThat(steps.release("a", "t", granted.firstFence())).isEqualTo(Released.FREED);
    }

    @ParameterizedTest
    @EnumSource
    void names_with_braces_are_refused_and_all_others_kept_apart(Client client, TestRedis redis) {
        Steps steps = steps(client, redis);
        for (String bad : List.of("{a}", "a{", "}a", "x{y}z")) {
            assertThatThrownBy(() -> steps.acquire(bad, "t"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("braces")
                    .hasMessageContaining(bad);
        }
        assertThatThrownBy(() -> store(client, redis).prefix("locks:{x}:")).hasMessageContaining("prefix");
        assertThatThrownBy(() -> store(client, redis).prefix(" ")).hasMessageContaining("prefix");
        List<String> odd = List.of("a b", "grüße", "注文:1", "*", "a:fence", "a", "'; return 1 --", "%s\\n");
        odd.forEach(name -> steps.granted(name, "t"));
        odd.forEach(name -> assertThat(steps.busy(name, "u").owner()).isEqualTo("checkout-1"));
        odd.forEach(name -> assertThat(steps.release(name, "t")).isEqualTo(Released.FREED));
    }
}
