package dev.safe4j.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.RedisTest;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.test.schedule.Event;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStringCommands;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What is a step through Spring Data Redis, how it is shown, and what cannot be one. */
class SpringDataStepsTest {

    private static LettuceConnectionFactory lettuce;

    private final RaceProbe probe = new RaceProbe();
    private final RedisConnectionFactory factory = probe.redis().springData(lettuce);
    private final StringRedisTemplate redis = new StringRedisTemplate(factory);

    @BeforeAll
    static void connect() {
        RedisServer server = LocalServers.redis();
        lettuce = Kv.lettuce(server.host(), server.port());
    }

    @AfterAll
    static void disconnect() {
        lettuce.destroy();
    }

    /** The steps of one actor alone: text and result, without the prefix of its keys. */
    private List<String> steps(TestRedis test, Interleavings.Action body) {
        Exploration found = Interleavings.on(probe)
                .restoringRedis(test.prefix())
                .actor("one", body)
                .afterwards("never", outcomes -> false)
                .tryExplore();
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
        var finding = Objects.requireNonNull(found.finding());
        assertThat(finding.outcomes().successes()).as(found::toString).isOne();
        return finding.played().events().stream()
                .map(event -> (event.step().text() + " → " + event.result()).replace(test.prefix(), ""))
                .toList();
    }

    @RedisTest
    void commands_are_shown_with_keys_and_values_and_what_came_of_them(TestRedis test) {
        assertThat(steps(test, () -> {
                    redis.opsForValue().set(test.key("a"), "two words", Duration.ofSeconds(5));
                    redis.opsForValue().setIfAbsent(test.key("a"), "no", Duration.ofSeconds(5));
                    redis.opsForValue().get(test.key("b"));
                    redis.opsForHash().put(test.key("h"), "field", "x".repeat(100));
                    redis.opsForHash().entries(test.key("h"));
                    redis.opsForList().rightPushAll(test.key("l"), "1", "2");
                    redis.opsForList().range(test.key("l"), 0, -1);
                    redis.opsForZSet().add(test.key("z"), "m", 1.5);
                    redis.delete(List.of(test.key("l"), test.key("z")));
                }))
                .containsExactly(
                        "SET a 'two words' PX 5000 → true",
                        "SET a no NX PX 5000 → false",
                        "GET b → nil",
                        "HSET h field " + "x".repeat(39) + "… → true",
                        "HGETALL h → {field=" + "x".repeat(39) + "…}",
                        "RPUSH l 1 2 → 2",
                        "LRANGE l 0 -1 → [1, 2]",
                        "ZADD z 1.5 m → true",
                        "DEL l z → 2");
    }

    @RedisTest
    void a_transaction_is_one_step_with_its_exec_and_knows_what_was_watched(TestRedis test) {
        Interleavings counting = optimistic(test);
        Exploration found = counting.tryExplore();
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.HELD);
        assertThat(found.scope().isExhausted()).isTrue();
        assertThat(found.scope().orders()).isGreaterThan(2);
        optimistic(test).crossCheck();
        assertThat(steps(test, () -> addOptimistically(test.key("n"))))
                .containsExactly("WATCH n → nil", "GET n → nil", "MULTI; SET n 1; EXEC → [true]");
    }

    private Interleavings optimistic(TestRedis test) {
        return Interleavings.on(probe)
                .restoringRedis(test.prefix())
                .actor("one", () -> addOptimistically(test.key("n")))
                .actor("other", () -> addOptimistically(test.key("n")))
                .always("both are counted", () -> "2".equals(test.call("GET", test.key("n"))));
    }

    private void addOptimistically(String key) {
        redis.execute(new SessionCallback<Boolean>() {
            @Override
            @SuppressWarnings("unchecked")
            public <K, V> Boolean execute(RedisOperations<K, V> operations) throws DataAccessException {
                RedisOperations<String, String> same = (RedisOperations<String, String>) operations;
                for (int i = 0; i < 10; i++) {
                    same.watch(key);
                    String n = same.opsForValue().get(key);
                    same.multi();
                    same.opsForValue().set(key, n == null ? "1" : String.valueOf(Integer.parseInt(n) + 1));
                    if (!same.exec().isEmpty()) {
                        return true;
                    }
                }
                throw new IllegalStateException("never alone");
            }
        });
    }

    @RedisTest
    void a_pipeline_is_one_step_when_it_is_closed_and_sends_nothing_before(TestRedis test) {
        assertThat(steps(test, () -> {
                    List<Object> results = redis.executePipelined((org.springframework.data.redis.core.RedisCallback<
                                    Object>)
                            connection -> {
                                connection.stringCommands().set(bytes(test.key("a")), bytes("1"));
                                assertThat(connection.isPipelined()).isTrue();
                                assertThat(test.call("GET", test.key("a"))).isNull();
                                connection.stringCommands().incr(bytes(test.key("a")));
                                return null;
                            });
                    assertThat(results).containsExactly(true, 2L);
                }))
                .containsExactly("pipeline; SET a 1; INCR a; end of pipeline → [true, 2]");
    }

    @RedisTest
    void a_scan_is_read_to_its_end_in_one_step(TestRedis test) {
        assertThat(steps(test, () -> {
                    redis.opsForSet().add(test.key("s"), "1", "2");
                    try (Cursor<String> cursor = redis.opsForSet()
                            .scan(test.key("s"), ScanOptions.scanOptions().build())) {
                        assertThat(cursor.stream().toList()).containsExactlyInAnyOrder("1", "2");
                    }
                }))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("SSCAN s");
    }

    @RedisTest
    void a_blocking_command_is_known_to_wait_by_the_servers_own_list(TestRedis test) {
        Exploration found = Interleavings.on(probe)
                .restoringRedis(test.prefix())
                .actor("worker 1", () -> redis.opsForList().leftPop(test.key("jobs"), Duration.ofSeconds(10)))
                .actor("worker 2", () -> redis.opsForList().leftPop(test.key("jobs"), Duration.ofSeconds(10)))
                .actor("producer", () -> redis.opsForList().rightPushAll(test.key("jobs"), "a", "b"))
                .afterwards(
                        "each has one",
                        outcomes -> Set.of("a", "b")
                                .equals(Set.of(outcomes.valueOf("worker 1"), outcomes.valueOf("worker 2"))))
                .explore();
        assertThat(found.scope().isExhausted()).isTrue();
        assertThat(found.scope().time()).isLessThan(Duration.ofSeconds(5));
        Event first = lastOrder(test);
        Event.Wait wait = Objects.requireNonNull(first.waited());
        assertThat(wait.text()).isEqualTo("waits in Redis 7.0.15");
        assertThat(wait.proven()).isTrue();
        assertThat(first.result()).isEqualTo("[" + test.key("jobs") + ", a]");
    }

    private Event lastOrder(TestRedis test) {
        Exploration found = Interleavings.on(probe)
                .restoringRedis(test.prefix())
                .actor("worker", () -> redis.opsForList().leftPop(test.key("jobs"), Duration.ofSeconds(10)))
                .actor("producer", () -> redis.opsForList().rightPush(test.key("jobs"), "a"))
                .afterwards("never", outcomes -> false)
                .tryReplay("1:redis-7:as_configured:0,1");
        System.out.println(found);
        return Objects.requireNonNull(found.finding()).played().events().get(0);
    }

    @RedisTest
    @Tag("soak") // waits as long as the search does
    void who_waits_for_ever_is_told_and_ended(TestRedis test) {
        Exploration found = Interleavings.on(probe)
                .actor("worker", () -> redis.opsForList().leftPop(test.key("jobs"), Duration.ofSeconds(50)))
                .tryExplore();
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
        assertThat(found.toString()).contains("nobody can go on").contains("waits in Redis");
        assertThat(found.scope().time()).isLessThan(Duration.ofSeconds(45));
    }

    @RedisTest
    void what_could_not_be_seen_fails_in_an_actor(TestRedis test) {
        Exploration found = Interleavings.on(probe)
                .actor(
                        "subscriber",
                        () -> redis.execute((org.springframework.data.redis.core.RedisCallback<Object>) connection -> {
                            connection.subscribe((message, pattern) -> {}, bytes(test.key("channel")));
                            return null;
                        }))
                .actor("reactive", () -> ((ReactiveRedisConnectionFactory) factory).getReactiveConnection())
                .actor("native", () -> {
                    try (var connection = factory.getConnection()) {
                        return connection.getNativeConnection();
                    }
                })
                .allowing(IllegalStateException.class)
                .afterwards("all fail", outcomes -> outcomes.successes() > 0)
                .tryExplore();
        assertThat(Objects.requireNonNull(found.finding()).outcomes().failures(IllegalStateException.class))
                .isEqualTo(3);
        assertThat(found.finding().played().outcomes().get(0).failure())
                .hasMessageContaining("cannot take part in a race");
    }

    @RedisTest
    void a_command_of_an_unknown_thread_fails_and_says_so(TestRedis test) {
        Exploration found = Interleavings.on(probe)
                .actor("one", () -> {
                    redis.opsForValue().get(test.key("a"));
                    try {
                        CompletableFuture.runAsync(() -> redis.opsForValue().set(test.key("a"), "1"))
                                .get();
                    } catch (ExecutionException expected) {
                        assertThat(expected).hasRootCauseInstanceOf(IllegalStateException.class);
                    }
                })
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.HARNESS_ERROR);
        assertThat(found.toString())
                .contains("is no actor of the race that is on")
                .contains("get a connection to Redis");
    }

    @RedisTest
    void while_no_race_is_on_connections_are_those_of_the_client(TestRedis test) {
        try (var connection = factory.getConnection()) {
            assertThat(connection.getClass().getName()).contains("LettuceConnection");
        }
        assertThat(factory).isInstanceOf(ReactiveRedisConnectionFactory.class).isEqualTo(factory);
        assertThat(probe.redis().springData(factory)).isSameAs(factory);
        redis.opsForValue().set(test.key("a"), "1");
        assertThat(test.call("GET", test.key("a"))).isEqualTo("1");
        assertThat(factory.getConvertPipelineAndTxResults()).isTrue();
    }

    @RedisTest
    void a_connection_kept_from_a_race_goes_on_as_the_clients_own(TestRedis test) {
        var kept = new java.util.concurrent.atomic.AtomicReference<RedisStringCommands>();
        Interleavings.on(probe)
                .actor("one", () -> kept.set(factory.getConnection().stringCommands()))
                .afterwards("ends", outcomes -> true)
                .tryExplore();
        kept.get().set(bytes(test.key("a")), bytes("1"));
        assertThat(test.call("GET", test.key("a"))).isEqualTo("1");
    }

    @RedisTest
    void keys_are_deleted_by_prefix_alone_and_never_all(TestRedis test) {
        String odd = test.key("a*[b]?\\");
        test.call("SET", odd + "1", "x");
        test.call("SET", test.key("a-other-[b]"), "x");
        test.call("SET", test.key("ab"), "x");
        probe.redis().deleting(odd).run();
        assertThat(test.keys()).containsExactly(test.key("a-other-[b]"), test.key("ab"));
        Interleavings search = Interleavings.on(probe);
        assertThatThrownBy(() -> search.restoringRedis("")).hasMessageContaining("must not be blank");
        Interleavings without = Interleavings.on(new RaceProbe());
        assertThatThrownBy(() -> without.restoringRedis("a:")).hasMessageContaining("no Redis client is known");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
