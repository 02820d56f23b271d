package dev.safe4j.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.RedisTest;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.WireTap;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.test.interleavings.Verdict;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.redisson.api.RBatch;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;

/** What is a step through Redisson, and what is refused. */
@Tag("slow")
class RedissonStepsTest {

    private static RedissonClient raw;

    private final RaceProbe probe = new RaceProbe();
    private final RedissonClient redisson = probe.redis().redisson(raw);

    @BeforeAll
    static void connect() {
        raw = Kv.redisson(LocalServers.redis().uri());
    }

    @AfterAll
    static void disconnect() {
        raw.shutdown();
    }

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
    void calls_are_shown_with_their_object_and_what_came_of_them(TestRedis test) {
        assertThat(steps(test, () -> {
                    redisson.getBucket(test.key("b")).set("v", Duration.ofSeconds(5));
                    redisson.getMap(test.key("m")).put("k", "v");
                    redisson.getSet(test.key("s")).add("e");
                    redisson.getAtomicLong(test.key("n")).addAndGet(3);
                    redisson.getBuckets().get(test.key("b"), test.key("c"));
                    redisson.getScript()
                            .eval(
                                    RScript.Mode.READ_WRITE,
                                    "return redis.call('incr', KEYS[1])",
                                    RScript.ReturnType.LONG,
                                    List.of(test.key("n")),
                                    "x");
                    RBatch batch = redisson.createBatch();
                    batch.getBucket(test.key("b")).setAsync("w");
                    batch.getAtomicLong(test.key("n")).incrementAndGetAsync();
                    batch.execute();
                    redisson.getKeys().delete(test.key("b"), test.key("m"));
                }))
                .containsExactly(
                        "RBucket(b).set(v, PT5S) → nil",
                        "RMap(m).put(k, v) → nil",
                        "RSet(s).add(e) → true",
                        "RAtomicLong(n).addAndGet(3) → 3",
                        "RBuckets.get(b, c) → {b=v}",
                        "EVAL 'return redis.call('incr', KEYS[1])' n x → 4",
                        "batch; RBucket(b).set(w); RAtomicLong(n).incrementAndGet(); end of batch → BatchResult",
                        "RKeys.delete(b, m) → 2");
    }

    @RedisTest
    void what_a_schedule_cannot_order_is_refused_with_the_reason(TestRedis test) {
        String key = test.key("x");
        Map<String, Interleavings.Action> refused = new LinkedHashMap<>();
        refused.put("RLock.lock", () -> redisson.getLock(key).lock());
        refused.put("RLock.tryLock", () -> redisson.getMap(key).getLock("k").tryLock());
        refused.put("RSemaphore.acquire", () -> redisson.getSemaphore(key).acquire());
        refused.put("RTopic.publish", () -> redisson.getTopic(key).publish("m"));
        refused.put(
                "RRateLimiter.tryAcquire", () -> redisson.getRateLimiter(key).tryAcquire());
        refused.put("RBucket.getAsync", () -> redisson.getBucket(key).getAsync());
        refused.put("RMap.computeIfAbsent", () -> redisson.getMap(key).computeIfAbsent("k", k -> "v"));
        refused.put("RMap.entrySet", () -> redisson.getMap(key).entrySet());
        refused.put("RSet.iterator", () -> redisson.getSet(key).iterator());
        refused.put("RBucketReactive.get", () -> get(redisson.reactive().getBucket(key)));
        refused.put("RBucketRx.get", () -> get(redisson.rxJava().getBucket(key)));
        refused.put("RBatch.executeAsync", () -> redisson.createBatch().executeAsync());
        refused.forEach((name, call) -> {
            Exploration found = Interleavings.on(probe)
                    .actor("one", call)
                    .afterwards("ends", outcomes -> true)
                    .tryExplore();
            assertThat(found.verdict()).as(name).isEqualTo(Verdict.ACTOR_ERROR);
            assertThat(found.toString()).contains(name + " cannot take part in a race: ");
        });
    }

    @RedisTest
    void a_refusal_that_an_actor_swallows_is_no_pass(TestRedis test) {
        Interleavings.Action lock = () -> redisson.getLock(test.key("x")).lock();
        Map<String, Interleavings> searches = Map.of(
                "caught",
                Interleavings.on(probe)
                        .actor("one", () -> assertThatThrownBy(lock::run).isNotNull()),
                "allowed",
                Interleavings.on(probe).actor("one", lock).allowing(IllegalStateException.class));
        searches.forEach((how, search) -> {
            Exploration found = search.afterwards("ends", outcomes -> true).tryExplore();
            assertThat(found.verdict()).as(how).isEqualTo(Verdict.HARNESS_ERROR);
            assertThat(found.toString()).contains("an actor went on though RLock.lock cannot take part in a race: ");
        });
    }

    /** By reflection, so that this module needs none of the reactive libraries that Redisson brings. */
    private static Object get(Object bucket) throws Exception {
        try {
            return bucket.getClass().getMethod("get").invoke(bucket);
        } catch (InvocationTargetException wrapped) {
            throw (Exception) wrapped.getCause();
        }
    }

    @RedisTest
    void a_call_that_waits_for_an_element_is_taken_for_waiting_and_marked(TestRedis test) {
        Exploration found = Interleavings.on(probe)
                .restoringRedis(test.prefix())
                .actor("worker", () -> redisson.getBlockingQueue(test.key("q")).poll(10, TimeUnit.SECONDS))
                .actor("producer", () -> redisson.getQueue(test.key("q")).add("job"))
                .afterwards("never", outcomes -> !"job".equals(outcomes.valueOf("worker")))
                .tryReplay("1:redis-7:as_configured:0,1");
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
        assertThat(found.toString()).contains("(assumed)");
    }

    @RedisTest
    void while_no_race_is_on_objects_do_what_they_always_do(TestRedis test) throws Exception {
        var map = redisson.<String, String>getMap(test.key("m"));
        map.put("k", "v");
        assertThat(map).containsEntry("k", "v").isEqualTo(Map.of("k", "v"));
        assertThat(map.entrySet()).hasSize(1);
        assertThat(map.getAsync("k").get()).isEqualTo("v");
        assertThat(redisson.getMultiLock(redisson.getLock(test.key("l")), redisson.getLock(test.key("l2")))
                        .tryLock())
                .isTrue();
        redisson.getMultiLock(redisson.getLock(test.key("l")), redisson.getLock(test.key("l2")))
                .unlock();
        assertThat(get(redisson.reactive().getBucket(test.key("none")))).isNotNull();
        assertThat(redisson.getId()).isEqualTo(raw.getId());
        assertThat(probe.redis().redisson(redisson)).isSameAs(redisson);
    }

    /** What makes one step of one call: a request, and one answer. */
    @RedisTest
    void the_calls_of_simple_objects_are_one_round_trip_each(TestRedis test) {
        RedisServer server = LocalServers.redis();
        try (WireTap tap = WireTap.to(server)) {
            RedissonClient tapped = Kv.redisson(server.uriThrough(tap));
            try {
                Map<String, Runnable> calls = ofValues(test, tapped);
                calls.putAll(ofMaps(test, tapped));
                calls.putAll(ofCollections(test, tapped));
                calls.forEach((name, call) -> {
                    call.run(); // opens its connection, loads its script
                    tap.reset();
                    call.run();
                    assertThat(tap.roundTrips()).as(name).isLessThanOrEqualTo(1);
                });
            } finally {
                tapped.shutdown();
            }
        }
    }

    private static Map<String, Runnable> ofValues(TestRedis test, RedissonClient client) {
        var bucket = client.<String>getBucket(test.key("b"));
        var number = client.getAtomicLong(test.key("n"));
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("bucket.get", bucket::get);
        calls.put("bucket.set", () -> bucket.set("v", Duration.ofMinutes(1)));
        calls.put("bucket.setIfAbsent", () -> bucket.setIfAbsent("v", Duration.ofMinutes(1)));
        calls.put("bucket.compareAndSet", () -> bucket.compareAndSet("v", "w"));
        calls.put("bucket.getAndSet", () -> bucket.getAndSet("v", Duration.ofMinutes(1)));
        calls.put("bucket.getAndDelete", bucket::getAndDelete);
        calls.put("number.incrementAndGet", number::incrementAndGet);
        calls.put("number.compareAndSet", () -> number.compareAndSet(2, 3));
        calls.put("number.getAndSet", () -> number.getAndSet(7));
        return calls;
    }

    private static Map<String, Runnable> ofMaps(TestRedis test, RedissonClient client) {
        var map = client.<String, String>getMap(test.key("m"));
        var cache = client.<String, String>getMapCache(test.key("mc"));
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("map.put", () -> map.put("k", "v"));
        calls.put("map.get", () -> map.get("k"));
        calls.put("map.putIfAbsent", () -> map.putIfAbsent("k", "v"));
        calls.put("map.replace", () -> map.replace("k", "v", "w"));
        calls.put("map.remove", () -> map.remove("k", "w"));
        calls.put("map.readAllMap", map::readAllMap);
        calls.put("map.getOrDefault", () -> map.getOrDefault("none", "d"));
        calls.put("cache.put", () -> cache.put("k", "v", 1, TimeUnit.MINUTES));
        calls.put("cache.get", () -> cache.get("k"));
        return calls;
    }

    private static Map<String, Runnable> ofCollections(TestRedis test, RedissonClient client) {
        var set = client.<String>getSet(test.key("s"));
        var list = client.<String>getList(test.key("l"));
        var queue = client.<String>getDeque(test.key("q"));
        var sorted = client.<String>getScoredSortedSet(test.key("z"));
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("set.add", () -> set.add("e"));
        calls.put("set.contains", () -> set.contains("e"));
        calls.put("set.readAll", set::readAll);
        calls.put("set.removeAll", () -> set.removeAll(List.of("e", "f")));
        calls.put("list.add", () -> list.add("e"));
        calls.put("list.get", () -> list.get(0));
        calls.put("list.remove", () -> list.remove("e"));
        calls.put("queue.offer", () -> queue.offer("e"));
        calls.put("queue.poll", queue::poll);
        calls.put("sorted.add", () -> sorted.add(1, "e"));
        calls.put("sorted.addScore", () -> sorted.addScore("e", 2));
        calls.put("sorted.pollFirst", sorted::pollFirst);
        return calls;
    }
}
