package dev.safe4j.benchmarks;

import dev.safe4j.benchmarks.LockContest.Kind;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Threads of two JVMs hold the same lock. */
final class LockHotTwoJvmsCase implements BenchmarkCase {

    private static final List<String> SYNCHRONOUS_COMMIT = List.of("on", "off");
    private static final int JVMS = 2;

    @Override
    public String name() {
        return "lock-hot-two-jvms";
    }

    @Override
    public String about() {
        return "All threads of two JVMs hold the same lock, one after the other; ratio of hand-offs. Target: at least 1.2 times the best"
                + " peer, and no longer a wait than under Redisson's fair lock.";
    }

    @Override
    public Result run(Settings settings, Servers servers) {
        List<Row> rows = new ArrayList<>();
        Map<String, Object> about = new LinkedHashMap<>();
        SqlServer sql = servers.postgresql();
        for (String commit : SYNCHRONOUS_COMMIT) {
            try (TestDatabase db = sql.newDatabase()) {
                about.put("postgresql", db.value(String.class, "show server_version") + " " + sql.profile());
                rows.addAll(onSql(settings, db, commit));
            }
        }
        RedisServer redis = servers.redis();
        about.put("redis", Servers.version(redis) + " " + redis.profile());
        rows.addAll(onRedis(settings, redis));
        about.put("threads", JVMS + " x " + settings.threads() / JVMS);
        about.put("rounds", settings.rounds());
        about.put("warmUpRounds", settings.warmUps());
        about.put("roundMillis", settings.round().toMillis());
        return new Result(about, rows);
    }

    private List<Row> onSql(Settings settings, TestDatabase db, String commit) {
        LockTable.prepare(db);
        String option = LockTable.option(commit);
        try (WireTap tap = WireTap.to(db.server())) {
            Places places = new Places(
                    List.of(db.url(option), db.username(), db.password()),
                    List.of(db.urlThrough(tap) + "&" + option, db.username(), db.password()),
                    () -> LockTable.tidy(db, Kind.HOT));
            return rows(settings, "postgresql, synchronous_commit=" + commit, places, tap);
        }
    }

    private List<Row> onRedis(Settings settings, RedisServer redis) {
        try (WireTap tap = WireTap.to(redis)) {
            Places places =
                    new Places(List.of(redis.uri()), List.of(redis.uriThrough(tap)), () -> redis.call("FLUSHDB"));
            return rows(settings, "redis", places, tap);
        }
    }

    /** Where the locks are, directly and through a tap. */
    private record Places(List<String> direct, List<String> tapped, Runnable fresh) {}

    private List<Row> rows(Settings settings, String variant, Places places, WireTap tap) {
        int threads = settings.threads() / JVMS;
        try (HotPair pair = new HotPair(threads, places.fresh(), places.direct())) {
            Rounds rounds = new Rounds(settings, pair);
            rounds.run(name() + ", " + variant);
            try (HotPair tapped = new HotPair(threads, places.fresh(), places.tapped())) {
                rounds.countStatements(tapped, tap);
            }
            return rounds.rows(name(), variant);
        }
    }
}
