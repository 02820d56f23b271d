package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Many threads count, each in the way of its subject, on a durable PostgreSQL. */
final class CounterCase implements BenchmarkCase {

    private static final int MANY = 10_000;

    /** What is counted. */
    private record Variant(String name, int keys, Function<CounterWays, List<CounterWay>> ways) {}

    private static final List<Variant> VARIANTS = List.of(
            new Variant("one counter", 1, CounterWays::hot),
            new Variant("counters, random of 10,000", MANY, CounterWays::random),
            new Variant("fixed quotas, random of 10,000", MANY, CounterWays::fixed),
            new Variant("sliding quotas, random of 10,000", MANY, CounterWays::sliding),
            new Variant("a sequence", 1, CounterWays::sequences));

    @Override
    public String name() {
        return "counters";
    }

    @Override
    public String about() {
        return "Eight threads count, take of quotas and number things; synchronous_commit=on. The raw limit of a quota is the"
                + " statement of ours by plain JDBC, so that both do the same; a fixed window alone tells nobody when to come back,"
                + " nor can one key have windows of several lengths. Targets: at least 0.9 of the raw limit; of the striped counter,"
                + " 0.8 of the rate of the raw limit on random counters.";
    }

    @Override
    public Result run(Settings settings, Servers servers) {
        SqlServer server = servers.postgresql();
        List<Row> table = new ArrayList<>();
        Map<String, Object> about = new LinkedHashMap<>();
        for (Variant each : VARIANTS) {
            try (TestDatabase db = server.newDatabase()) {
                about.put("server", "PostgreSQL " + db.value(String.class, "show server_version"));
                table.addAll(rows(each, settings, db));
            }
        }
        about.put("profile", server.profile().name());
        about.put("threads", settings.threads());
        about.put("connections", settings.threads());
        about.put("rounds", settings.rounds());
        about.put("warmUpRounds", settings.warmUps());
        about.put("roundMillis", settings.round().toMillis());
        return new Result(about, table);
    }

    private List<Row> rows(Variant variant, Settings settings, TestDatabase db) {
        String option = "options=-c%20synchronous_commit=on";
        CounterWays.prepare(db);
        HikariDataSource pool = Pools.open(db, db.url(option), settings.threads());
        Pools.require(pool, "synchronous_commit", "on");
        Rounds rounds = new Rounds(settings, contest(variant, settings, db, pool));
        rounds.run(name() + ", " + variant.name());
        try (WireTap tap = WireTap.to(db.server())) {
            HikariDataSource tapped = Pools.open(db, db.urlThrough(tap) + "&" + option, settings.threads());
            rounds.countStatements(contest(variant, settings, db, tapped), tap);
            tapped.close();
        }
        return rounds.rows(name(), variant.name());
    }

    private static Contest contest(Variant variant, Settings settings, TestDatabase db, HikariDataSource pool) {
        return new CounterContest(
                variant.ways().apply(new CounterWays(db, pool)),
                () -> CounterWays.empty(db),
                variant.keys(),
                settings.threads());
    }
}
