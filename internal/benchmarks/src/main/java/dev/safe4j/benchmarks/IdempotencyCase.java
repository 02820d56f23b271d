package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many threads do something once under keys, each in the way of its subject, on a durable PostgreSQL. */
final class IdempotencyCase implements BenchmarkCase {

    private static final List<String> SYNCHRONOUS_COMMIT = List.of("on", "off");

    private final String name;
    private final String about;
    private final boolean isReplay;

    private IdempotencyCase(String name, String about, boolean isReplay) {
        this.name = name;
        this.about = about;
        this.isReplay = isReplay;
    }

    static BenchmarkCase firstCall() {
        return new IdempotencyCase(
                "idempotency-first-call",
                "Eight threads insert a row once under a key that nobody had before. Target: at least 0.9 of the raw limit.",
                false);
    }

    static BenchmarkCase replay() {
        return new IdempotencyCase(
                "idempotency-replay",
                "Eight threads ask again for requests that are done, of 10,000. Target: at least 0.9 of the raw limit.",
                true);
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
        SqlServer server = servers.postgresql();
        List<Row> rows = new ArrayList<>();
        Map<String, Object> about = new LinkedHashMap<>();
        for (String commit : SYNCHRONOUS_COMMIT) {
            try (TestDatabase db = server.newDatabase()) {
                about.put("postgresql", db.value(String.class, "show server_version") + " " + server.profile());
                RequestWays.prepare(db);
                for (RequestTransactions mode : RequestTransactions.values()) {
                    rows.addAll(variant(settings, db, commit, mode));
                }
            }
        }
        about.put("threads", settings.threads());
        about.put("connections", settings.threads());
        about.put("rounds", settings.rounds());
        about.put("warmUpRounds", settings.warmUps());
        about.put("roundMillis", settings.round().toMillis());
        return new Result(about, rows);
    }

    private List<Row> variant(Settings settings, TestDatabase db, String commit, RequestTransactions mode) {
        String option = LockTable.option(commit);
        String variant = "synchronous_commit=" + commit + ", "
                + (mode == RequestTransactions.ONE ? "same transaction" : "under a lease");
        RequestContest.Ground ground = new RequestContest.Ground(db, isReplay);
        HikariDataSource pool = Pools.open(db, db.url(option), settings.threads());
        Pools.require(pool, "synchronous_commit", commit);
        Rounds rounds;
        RequestContest contest;
        try (RequestWays ways = new RequestWays(pool, mode)) {
            contest = new RequestContest(ways.all(), ground, settings.threads());
            rounds = new Rounds(settings, contest);
            rounds.run(name + ", " + variant);
        }
        try (WireTap tap = WireTap.to(db.server());
                RequestWays tapped =
                        new RequestWays(Pools.open(db, db.urlThrough(tap) + "&" + option, settings.threads()), mode)) {
            rounds.countStatements(contest.over(tapped.all()), tap);
        }
        return rounds.rows(name, variant);
    }
}
