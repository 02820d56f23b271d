package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One table of ways to hold locks.
 *
 * @param benchmark the case
 * @param variant under which circumstances
 * @param kind who wants the locks
 * @param threads that call at once
 */
record LockTable(String benchmark, String variant, LockContest.Kind kind, int threads) {

    private static final List<String> TABLES = List.of("safe4j_lock", "raw_lock", "shedlock", "int_lock");

    /** Enough that a round needs no key of {@link LockContest.Kind#ONCE} twice. */
    private static final int ONCE = 64 * 4_000;

    private static final int OWN = 64 * 160;

    /** Makes the tables of all ways. */
    static void prepare(TestDatabase db) {
        db.execute(SqlLocks.tables());
        JdbcLockStore.on(db.dataSource()).schema().create(Database.of(db.dataSource()));
    }

    static String option(String commit) {
        return "options=-c%20synchronous_commit=" + commit;
    }

    List<Row> onSql(Settings settings, TestDatabase db, String commit, Function<SqlLocks, List<LockWay.Named>> ways) {
        IntFunction<HikariDataSource> open = connections -> {
            HikariDataSource pool = Pools.open(db, db.url(option(commit)), connections);
            Pools.require(pool, "synchronous_commit", commit);
            return pool;
        };
        LockContest.Ground ground = new LockContest.Ground(kind, keys(), () -> tidy(db, kind));
        Rounds rounds;
        LockContest contest;
        try (SqlLocks locks = new SqlLocks(open)) {
            contest = new LockContest(ways.apply(locks), ground, threads);
            rounds = new Rounds(settings, contest);
            rounds.run(benchmark + ", " + variant);
        }
        try (WireTap tap = WireTap.to(db.server());
                SqlLocks tapped = new SqlLocks(
                        connections -> Pools.open(db, db.urlThrough(tap) + "&" + option(commit), connections))) {
            rounds.countStatements(contest.over(ways.apply(tapped), threads), tap);
        }
        return rounds.rows(benchmark, variant);
    }

    List<Row> onRedis(Settings settings, RedisServer server, Function<RedisLocks, List<LockWay.Named>> ways) {
        LockContest.Ground ground = new LockContest.Ground(kind, keys(), () -> server.call("FLUSHDB"));
        try (WireTap tap = WireTap.to(server);
                RedisLocks locks = new RedisLocks(server.uri());
                RedisLocks tapped = new RedisLocks(server.uriThrough(tap))) {
            LockContest contest = new LockContest(ways.apply(locks), ground, threads);
            Rounds rounds = new Rounds(settings, contest);
            rounds.run(benchmark + ", " + variant);
            // Of one thread where they share a connection: what several send at once would look like one turn.
            int callers = kind == LockContest.Kind.HOT ? threads : 1;
            rounds.countStatements(contest.over(ways.apply(tapped), callers), tap);
            return rounds.rows(benchmark, variant);
        }
    }

    private int keys() {
        return switch (kind) {
            case OWN -> OWN;
            case ONCE -> ONCE;
            case HOT -> 1;
        };
    }

    /** Dead rows away, statistics, and a checkpoint. Rows stay but where each key is locked once: ShedLock counts on them. */
    static void tidy(TestDatabase db, LockContest.Kind kind) {
        for (String table : TABLES) {
            if (kind == LockContest.Kind.ONCE) {
                db.execute("truncate " + table);
            }
            db.execute("vacuum analyze " + table);
        }
        db.execute("checkpoint");
    }
}
