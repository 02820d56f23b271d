package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many threads take pieces from the stock, each in the way of its subject, on a durable PostgreSQL. */
final class ConditionalUpdateCase implements BenchmarkCase {

    private static final List<String> SYNCHRONOUS_COMMIT = List.of("on", "off");

    private final String name;
    private final String about;
    private final int rows;

    private ConditionalUpdateCase(String name, String about, int rows) {
        this.name = name;
        this.about = about;
        this.rows = rows;
    }

    static BenchmarkCase hot() {
        return new ConditionalUpdateCase(
                "conditional-update-hot", "Eight threads take pieces from one row, which is never empty.", 1);
    }

    static BenchmarkCase random() {
        return new ConditionalUpdateCase(
                "conditional-update-random", "Eight threads take pieces from random rows of 10,000.", 10_000);
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
        List<Row> table = new ArrayList<>();
        String version = "";
        for (String commit : SYNCHRONOUS_COMMIT) {
            try (TestDatabase db = server.newDatabase()) {
                version = String.valueOf(db.value(String.class, "show server_version"));
                table.addAll(variant(settings, db, commit));
            }
        }
        return new Result(about(settings, server, version), table);
    }

    private Map<String, Object> about(Settings settings, SqlServer server, String version) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("server", "PostgreSQL " + version);
        about.put("way", server.way().name());
        about.put("profile", server.profile().name());
        about.put("rows", rows);
        about.put("threads", settings.threads());
        about.put("connections", settings.threads());
        about.put("rounds", settings.rounds());
        about.put("warmUpRounds", settings.warmUps());
        about.put("roundMillis", settings.round().toMillis());
        return about;
    }

    private List<Row> variant(Settings settings, TestDatabase db, String commit) {
        String option = "options=-c%20synchronous_commit=" + commit;
        Stock stock = new Stock(db, rows);
        stock.reset();
        HikariDataSource pool = Pools.open(db, db.url(option), settings.threads());
        Pools.require(pool, "synchronous_commit", commit);
        Rounds rounds = new Rounds(settings, new StockContest(stock, StockSubjects.on(pool), settings.threads()));
        rounds.run(name + " " + commit);
        try (WireTap tap = WireTap.to(db.server())) {
            HikariDataSource tapped = Pools.open(db, db.urlThrough(tap) + "&" + option, settings.threads());
            rounds.countStatements(new StockContest(stock, StockSubjects.on(tapped), settings.threads()), tap);
            tapped.close();
        }
        return rounds.rows(name, "synchronous_commit=" + commit);
    }
}
