package dev.safe4j.benchmarks;

import dev.safe4j.counter.Counters;
import dev.safe4j.counter.Quota;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.counter.RedisCounterStore;
import dev.safe4j.servers.RedisServer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;

/** The ways to count in Redis that are compared, all through one of its clients. The first of each list is the raw limit. */
final class RedisCounters {

    /** How many things are counted. */
    static final int KEYS = 10_000;

    private static final String LIMIT = String.valueOf(CounterWays.LIMIT);
    private static final String WINDOW_MILLIS = String.valueOf(CounterWays.WINDOW.toMillis());

    /** The least fixed window: it begins with the first take. */
    private static final String FIXED = """
            if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then
              return {'0'}
            end
            if redis.call('INCR', KEYS[1]) == 1 then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
            end
            return {'1'}""";

    /** A sliding window as it is mostly written: every take that counts is kept. */
    private static final String LOG = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - tonumber(ARGV[2])))
            if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
              return {'0'}
            end
            redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return {'1'}""";

    /** Adds up what the keys of a pattern hold: numbers, members of sets, fields of hashes, rings without the number of their slot. */
    private static final String SUM = """
            local sum = 0
            for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
              local type = redis.call('TYPE', key).ok
              if type == 'zset' then
                sum = sum + redis.call('ZCARD', key)
              elseif type == 'string' then
                local numbers = redis.call('GET', key)
                for number in numbers:gsub('^%d+ ', ''):gmatch('%d+') do
                  sum = sum + number
                end
              else
                for _, value in ipairs(redis.call('HVALS', key)) do
                  sum = sum + value
                end
              end
            end
            return string.format('%.0f', sum)""";

    private final RedisServer server;
    private final Via via;

    /**
     * A client and what it is used by.
     *
     * @param scripts how scripts are called by hand
     * @param counter how a counter is counted up by hand
     * @param raw calls scripts by hand
     * @param increment counts up by hand
     * @param ours is what safe4j goes through
     */
    private record Via(
            String scripts, String counter, RawScripts raw, ToLongFunction<String> increment, RedisClient ours) {}

    private RedisCounters(RedisServer server, Via via) {
        this.server = server;
        this.via = via;
    }

    static RedisCounters byRedisson(RedisServer server, RedisConnections clients) {
        RedissonClient redisson = clients.redisson();
        Via via = new Via(
                "by RScript",
                "by RAtomicLong",
                RawScripts.by(redisson),
                key -> redisson.getAtomicLong(key).addAndGet(1),
                RedisClients.redisson(redisson));
        return new RedisCounters(server, via);
    }

    static RedisCounters byLettuce(RedisServer server, RedisConnections clients) {
        Via via = new Via(
                "by Lettuce",
                "by Lettuce",
                RawScripts.by(clients.lettuce()),
                key -> clients.lettuce().sync().incrby(key, 1),
                RedisClients.springData(clients.springData()));
        return new RedisCounters(server, via);
    }

    /** A counter each of many. */
    List<CounterWay> counters() {
        Counters counters = Counters.on(RedisCounterStore.on(via.ours()));
        LongSupplier counted = counted("safe4j:counter:{*}");
        RecordedScript same = RecordedScript.of(
                via.ours(),
                via.raw(),
                (client, key) -> Counters.on(RedisCounterStore.on(client)).add(key, 1));
        return List.of(
                new CounterWay(
                        "raw limit: INCRBY " + via.counter(),
                        (id, tally) -> via.increment().applyAsLong("raw:" + id) > 0,
                        counted("raw:*")),
                new CounterWay("raw: our script " + via.scripts(), (id, tally) -> same.isDone("visits:" + id), counted),
                new CounterWay("safe4j counter", (id, tally) -> counters.add("visits:" + id, 1) > 0, counted),
                new CounterWay(
                        "safe4j counter with a bound",
                        (id, tally) -> counters.atMost(CounterWays.LIMIT)
                                .tryAdd("visits:" + id, 1)
                                .isAdded(),
                        counted));
    }

    /** A quota each of many, by fixed windows. */
    List<CounterWay> fixed() {
        String sha = via.raw().load(FIXED);
        CounterWay alone = new CounterWay(
                "raw: a fixed window alone, " + via.scripts(),
                (id, tally) -> isGranted(sha, "raw:" + id, List.of(LIMIT, WINDOW_MILLIS)),
                counted("raw:*"));
        return List.of(same(UnaryOperator.identity()), alone, safe4j("fixed", UnaryOperator.identity()));
    }

    /** The same by sliding windows. */
    List<CounterWay> sliding() {
        String sha = via.raw().load(LOG);
        CounterWay log = new CounterWay(
                "raw: a set of all takes, " + via.scripts(),
                (id, tally) -> isGranted(
                        sha,
                        "raw:" + id,
                        List.of(LIMIT, WINDOW_MILLIS, UUID.randomUUID().toString())),
                counted("raw:*"));
        return List.of(same(Quota::sliding), log, safe4j("sliding", Quota::sliding));
    }

    private boolean isGranted(String sha, String key, List<String> arguments) {
        return via.raw().run(sha, List.of(key), arguments).get(0).equals("1");
    }

    private CounterWay same(UnaryOperator<Quota> kind) {
        RecordedScript same = RecordedScript.of(
                via.ours(), via.raw(), (client, key) -> quota(client, kind).take(key));
        return new CounterWay(
                "raw limit: our script " + via.scripts(),
                (id, tally) -> same.isDone("user:" + id),
                counted("safe4j:quota:*"));
    }

    private CounterWay safe4j(String name, UnaryOperator<Quota> kind) {
        Quota quota = quota(via.ours(), kind);
        return new CounterWay(
                "safe4j quota, " + name,
                (id, tally) -> quota.take("user:" + id).isGranted(),
                counted("safe4j:quota:*"));
    }

    private static Quota quota(RedisClient client, UnaryOperator<Quota> kind) {
        return kind.apply(
                Quota.on(RedisCounterStore.on(client)).limit(CounterWays.LIMIT).per(CounterWays.WINDOW));
    }

    /** Redisson's own quota, whose windows slide; each is set up before the round. */
    CounterWay limiter(RedissonClient redisson) {
        Runnable setUp = () -> IntStream.rangeClosed(1, KEYS)
                .mapToObj(id -> redisson.getRateLimiter("rate:" + id)
                        .trySetRateAsync(RateType.OVERALL, CounterWays.LIMIT, CounterWays.WINDOW)
                        .toCompletableFuture())
                .toList()
                .forEach(CompletableFuture::join);
        return new CounterWay(
                new Subject(
                        "Redisson RRateLimiter",
                        (id, tally) -> redisson.getRateLimiter("rate:" + id).tryAcquire()),
                setUp,
                counted("{rate:*}:permits"));
    }

    private LongSupplier counted(String pattern) {
        return () -> Long.parseLong(String.valueOf(server.call("EVAL", SUM, "0", pattern)));
    }
}
