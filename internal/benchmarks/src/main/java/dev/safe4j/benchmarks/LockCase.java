package dev.safe4j.benchmarks;

import dev.safe4j.benchmarks.LockContest.Kind;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Threads of one JVM hold locks, each in the way of its subject, on PostgreSQL and on Redis. */
final class LockCase implements BenchmarkCase {

    private static final List<String> SYNCHRONOUS_COMMIT = List.of("on", "off");
    private static final int MANY = 64;

    private final String name;
    private final String about;
    private final Kind kind;

    private LockCase(String name, String about, Kind kind) {
        this.name = name;
        this.about = about;
        this.kind = kind;
    }

    static BenchmarkCase uncontended() {
        return new LockCase(
                "lock-uncontended",
                "Each thread tries, holds and releases random locks of its own, which it has had before.",
                Kind.OWN);
    }

    static BenchmarkCase freeKey() {
        return new LockCase(
                "lock-free-key",
                "64 threads try locks that nobody has ever had, each of them once. Target: none is refused.",
                Kind.ONCE);
    }

    static BenchmarkCase hot() {
        return new LockCase(
                "lock-hot",
                "All threads of one JVM hold the same lock, one after the other; ratio of hand-offs.",
                Kind.HOT);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public Result run(Settings settings, Servers servers) {
        List<Row> rows = new ArrayList<>();
        SqlServer sql = servers.postgresql();
        Map<String, Object> about = new LinkedHashMap<>();
        for (String commit : SYNCHRONOUS_COMMIT) {
            try (TestDatabase db = sql.newDatabase()) {
                about.put("postgresql", db.value(String.class, "show server_version") + " " + sql.profile());
                LockTable.prepare(db);
                for (int threads : threads(settings)) {
                    LockTable table = table("postgresql, synchronous_commit=" + commit, threads);
                    rows.addAll(table.onSql(
                            settings, db, commit, kind == Kind.HOT ? SqlLocks::hot : locks -> locks.free(threads)));
                }
            }
        }
        RedisServer redis = servers.redis();
        about.put("redis", Servers.version(redis) + " " + redis.profile());
        rows.addAll(onRedis(settings, redis));
        about.put("rounds", settings.rounds());
        about.put("warmUpRounds", settings.warmUps());
        about.put("roundMillis", settings.round().toMillis());
        return new Result(about, rows);
    }

    private List<Row> onRedis(Settings settings, RedisServer redis) {
        if (kind == Kind.HOT) {
            return table("redis", settings.threads()).onRedis(settings, redis, locks -> locks.hot(locks.rawQueue()));
        }
        List<Row> rows = new ArrayList<>();
        for (int threads : threads(settings)) {
            rows.addAll(table("redis by Redisson", threads).onRedis(settings, redis, RedisLocks::freeByRedisson));
        }
        for (int threads : threads(settings)) {
            rows.addAll(table("redis by Lettuce", threads).onRedis(settings, redis, RedisLocks::freeByLettuce));
        }
        return rows;
    }

    private List<Integer> threads(Settings settings) {
        return switch (kind) {
            case OWN -> List.of(settings.threads(), MANY);
            case ONCE -> List.of(MANY);
            case HOT -> List.of(settings.threads());
        };
    }

    private LockTable table(String variant, int threads) {
        return new LockTable(name, variant + ", " + threads + " threads", kind, threads);
    }
}
