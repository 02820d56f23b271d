package dev.safe4j.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.RedisTest;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.test.schedule.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.redisson.api.RedissonClient;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What everyone writes first with Redis, and the order that breaks it; then its fixed form, which holds in all orders. */
@Tag("slow")
class NaiveRedisTest {

    private static final int REPLAYS = 20;

    private static final String RELEASE =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

    private static final String END_OF_LEASE =
            "if redis.call('get', KEYS[1]) == 'former' then return redis.call('pexpire', KEYS[1], 0) else return 0 end";

    private static LettuceConnectionFactory lettuce;
    private static RedissonClient redisson;

    @BeforeAll
    static void connect() {
        RedisServer server = LocalServers.redis();
        lettuce = Kv.lettuce(server.host(), server.port());
        redisson = Kv.redisson(server.uri());
    }

    @AfterAll
    static void disconnect() {
        lettuce.destroy();
        redisson.shutdown();
    }

    /** One client with a probe of its own. */
    private record Client(RaceProbe probe, Kv kv) {}

    private static List<Client> bothClients() {
        RaceProbe one = new RaceProbe();
        RaceProbe other = new RaceProbe();
        return List.of(new Client(one, Kv.spring(one, lettuce)), new Client(other, Kv.redisson(other, redisson)));
    }

    private static void violated(Function<Client, Interleavings> search, int orders, int switches) {
        for (Client client : bothClients()) {
            Exploration found = search.apply(client).tryExplore();
            System.out.println(client.kv() + ": " + found + "\n");
            assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
            assertThat(found.scope().orders()).isEqualTo(orders);
            var finding = Objects.requireNonNull(found.finding());
            assertThat(finding.switches()).isEqualTo(switches);
            for (int i = 0; i < REPLAYS; i++) {
                Exploration again =
                        search.apply(client).tryReplay(finding.token().toString());
                assertThat(again.verdict()).as(again::toString).isEqualTo(Verdict.VIOLATED);
                assertThat(trace(again)).isEqualTo(trace(found));
            }
        }
    }

    private static void held(Function<Client, Interleavings> search, int orders) {
        for (Client client : bothClients()) {
            Exploration found = search.apply(client).tryExplore();
            System.out.println(client.kv() + ": " + found);
            assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.HELD);
            assertThat(found.scope().isExhausted()).isTrue();
            assertThat(found.scope().orders()).isEqualTo(orders);
            search.apply(client).crossCheck();
        }
    }

    private static List<String> trace(Exploration exploration) {
        List<String> trace = new ArrayList<>();
        for (Event event :
                Objects.requireNonNull(exploration.finding()).played().events()) {
            trace.add(event.actor() + " " + event.step().text() + " " + event.fate() + " " + event.result() + " "
                    + event.failure() + " " + event.started() + "-" + event.ended());
        }
        return trace;
    }

    private static Interleavings counting(Client client, TestRedis redis, Interleavings.Action count) {
        return Interleavings.on(client.probe())
                .restoringRedis(redis.prefix())
                .given(() -> redis.call("SET", redis.key("counter"), "0"))
                .actor("visitor 1", count)
                .actor("visitor 2", count)
                .always("both are counted", () -> "2".equals(redis.call("GET", redis.key("counter"))));
    }

    @RedisTest
    void a_counter_that_is_read_and_set_loses_an_update(TestRedis redis) {
        String counter = redis.key("counter");
        violated(
                client -> counting(client, redis, () -> {
                    int n = Integer.parseInt(client.kv().get(counter));
                    client.kv().set(counter, String.valueOf(n + 1));
                }),
                3,
                1);
    }

    @RedisTest
    void a_counter_by_incr_holds(TestRedis redis) {
        held(client -> counting(client, redis, () -> client.kv().increment(redis.key("counter"))), 2);
    }

    private static Interleavings dying(Client client, TestRedis redis, Interleavings.Action lock) {
        return Interleavings.on(client.probe())
                .restoringRedis(redis.prefix())
                .actor("owner", lock)
                .losingConnectionsOf("owner")
                .allowing(client.kv().lost())
                .always("a lock has an end", () -> !Long.valueOf(-1).equals(redis.call("PTTL", redis.key("lock"))));
    }

    @RedisTest
    void setnx_then_expire_leaves_a_lock_without_end_when_its_owner_dies_between(TestRedis redis) {
        String lock = redis.key("lock");
        violated(
                client -> dying(client, redis, () -> {
                    if (client.kv().setIfAbsent(lock, "owner")) {
                        client.kv().expire(lock);
                    }
                }),
                3,
                0);
    }

    @RedisTest
    void set_with_nx_and_px_leaves_none(TestRedis redis) {
        held(client -> dying(client, redis, () -> client.kv().lease(redis.key("lock"), "owner")), 3);
    }

    /** How the former owner unlocks. */
    private interface Unlock {
        void by(Kv kv, String lock);
    }

    private static Interleavings leasing(Client client, TestRedis redis, Unlock unlock) {
        String lock = redis.key("lock");
        Kv kv = client.kv();
        return Interleavings.on(client.probe())
                .restoringRedis(redis.prefix())
                .actor("former", () -> {
                    if (kv.lease(lock, "former")) {
                        unlock.by(kv, lock);
                    }
                })
                .event("lease ends", () -> redis.call("EVAL", END_OF_LEASE, "1", lock))
                .actor("successor", () -> {
                    boolean mine = kv.lease(lock, "successor");
                    return !mine ? "busy" : "successor".equals(kv.get(lock)) ? "kept" : "lost";
                })
                .afterwards("the successor keeps its lock", outcomes -> !"lost".equals(outcomes.valueOf("successor")));
    }

    @RedisTest
    void unlocking_by_del_after_the_lease_has_ended_deletes_the_lock_of_the_successor(TestRedis redis) {
        violated(client -> leasing(client, redis, Kv::delete), 18, 2);
    }

    @RedisTest
    void unlocking_by_get_and_del_does_so_when_the_lease_ends_between(TestRedis redis) {
        violated(
                client -> leasing(client, redis, (kv, lock) -> {
                    if ("former".equals(kv.get(lock))) {
                        kv.delete(lock);
                    }
                }),
                25,
                2);
    }

    @RedisTest
    void unlocking_by_a_script_that_compares_does_not(TestRedis redis) {
        held(client -> leasing(client, redis, (kv, lock) -> kv.eval(RELEASE, lock, "former")), 18);
    }
}
