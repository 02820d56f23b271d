package dev.safe4j.benchmarks;

import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Many threads count, each in the way of its subject, in a Redis that writes nothing to the disk. */
final class RedisCounterCase implements BenchmarkCase {

    /**
     * What is counted.
     *
     * @param name of the table
     * @param ways over some connections
     */
    private record Variant(String name, Function<RedisConnections, List<CounterWay>> ways) {}

    private static List<Variant> variants(RedisServer server) {
        return List.of(
                new Variant(
                        "counters by Redisson",
                        clients -> RedisCounters.byRedisson(server, clients).counters()),
                new Variant(
                        "fixed quotas by Redisson",
                        clients -> RedisCounters.byRedisson(server, clients).fixed()),
                new Variant("sliding quotas by Redisson", clients -> {
                    RedisCounters ways = RedisCounters.byRedisson(server, clients);
                    return Stream.concat(ways.sliding().stream(), Stream.of(ways.limiter(clients.redisson())))
                            .toList();
                }),
                new Variant(
                        "counters by Lettuce",
                        clients -> RedisCounters.byLettuce(server, clients).counters()),
                new Variant(
                        "fixed quotas by Lettuce",
                        clients -> RedisCounters.byLettuce(server, clients).fixed()),
                new Variant(
                        "sliding quotas by Lettuce",
                        clients -> RedisCounters.byLettuce(server, clients).sliding()));
    }

    @Override
    public String name() {
        return "counters-redis";
    }

    @Override
    public String about() {
        return "Eight threads count, and take of quotas, random of 10,000, in Redis; statements are round trips. INCRBY counts twice"
                + " what a client sends again, which our script does not. The raw limit of a quota is the script of ours, called by"
                + " hand, so that both do the same; a fixed window alone begins with its first take and tells nobody when to come"
                + " back, and a set of all takes, as RRateLimiter keeps it too, grows with them. Targets: at least 0.9 of the raw limit,"
                + " and 1.5 times RRateLimiter, which no script called by RScript reaches: see the fixed window alone.";
    }

    @Override
    public Result run(Settings settings, Servers servers) {
        RedisServer server = servers.redis();
        List<Row> rows = new ArrayList<>();
        try (WireTap tap = WireTap.to(server);
                RedisConnections direct = new RedisConnections(server.uri());
                RedisConnections tapped = new RedisConnections(server.uriThrough(tap))) {
            for (Variant each : variants(server)) {
                Rounds rounds = new Rounds(settings, contest(server, each.ways().apply(direct), settings.threads()));
                rounds.run(name() + ", " + each.name());
                // Of one thread, since they share a connection: what several send at once would look like one turn.
                rounds.countStatements(contest(server, each.ways().apply(tapped), 1), tap);
                rows.addAll(rounds.rows(name(), each.name()));
            }
        }
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("redis", Servers.version(server) + " " + server.profile());
        about.put("threads", settings.threads());
        about.put("rounds", settings.rounds());
        about.put("warmUpRounds", settings.warmUps());
        about.put("roundMillis", settings.round().toMillis());
        return new Result(about, rows);
    }

    private static CounterContest contest(RedisServer server, List<CounterWay> ways, int threads) {
        return new CounterContest(ways, () -> server.call("FLUSHDB"), RedisCounters.KEYS, threads);
    }
}
