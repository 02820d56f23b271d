package dev.safe4j.benchmarks;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.idempotency.JdbcIdempotencyStore;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** What it takes to delete requests whose answers have expired. */
final class IdempotencyPurgeCase implements BenchmarkCase {

    private static final int ROWS = 200_000;
    private static final int FEW = 2_000;
    private static final int STEP = 10_000;

    private static final String DELETE = "delete from safe4j_idempotency where expires_at <= statement_timestamp()";

    /** Deletes what has expired, and returns how many those were. */
    private interface Purge {
        int run(TimedConnections connections);
    }

    /**
     * A subject.
     *
     * @param name in the table
     * @param purge the way
     */
    private record Named(String name, Purge purge) {}

    /**
     * A round of a subject.
     *
     * @param nanos for all
     * @param transactions how many
     * @param longest nanoseconds of one of them
     */
    private record Purged(long nanos, int transactions, long longest) {}

    @Override
    public String name() {
        return "idempotency-purge";
    }

    @Override
    public String about() {
        return "200,000 requests whose answers have expired are deleted. Target: no transaction longer than 100 ms; for a"
                + " million requests, and for those who ask meanwhile, that is a test (LongPurgeTest, docs/soak.md).";
    }

    @Override
    public Result run(Settings settings, Servers servers) {
        SqlServer server = servers.postgresql();
        int rows = settings.forked() ? ROWS : FEW;
        List<Named> subjects = List.of(
                new Named("raw limit: one DELETE", pool -> new JdbcTemplate(pool).update(DELETE)),
                new Named("safe4j purge", IdempotencyPurgeCase::safe4j));
        List<List<Purged>> rounds = List.of(new ArrayList<>(), new ArrayList<>());
        Map<String, Object> about = new LinkedHashMap<>();
        try (TestDatabase db = server.newDatabase()) {
            about.put("postgresql", db.value(String.class, "show server_version") + " " + server.profile());
            JdbcIdempotencyStore.on(db.dataSource()).schema().create(Database.of(db.dataSource()));
            for (int round = 0; round < settings.rounds(); round++) {
                Progress.say(name() + ", round " + (round + 1) + " of " + settings.rounds());
                for (int i = 0; i < subjects.size(); i++) {
                    rounds.get(i).add(round(db, subjects.get(i), rows));
                }
            }
        }
        about.put("requests", rows);
        about.put("rounds", settings.rounds());
        List<Row> table = new ArrayList<>();
        double limit = perSecond(rounds.get(0), rows).median();
        for (int i = 0; i < subjects.size(); i++) {
            table.add(row(subjects.get(i).name(), rounds.get(i), rows, limit));
        }
        return new Result(about, table);
    }

    private static int safe4j(TimedConnections connections) {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.on(connections);
        int all = 0;
        for (int step = STEP; step == STEP; all += step) {
            step = store.purge(STEP);
        }
        return all;
    }

    private static Purged round(TestDatabase db, Named subject, int rows) {
        fill(db, rows);
        TimedConnections connections = new TimedConnections(db.dataSource());
        long begun = System.nanoTime();
        int purged = subject.purge().run(connections);
        long nanos = System.nanoTime() - begun;
        Long left = db.value(Long.class, "select count(*) from safe4j_idempotency");
        if (purged != rows || left == null || left != 1) {
            throw new IllegalStateException("'" + subject.name() + "' deleted " + purged + " of " + rows
                    + " requests that had expired, and left " + left + " where there is one that had not.");
        }
        return new Purged(nanos, connections.count(), connections.longest());
    }

    private static void fill(TestDatabase db, int rows) {
        String like =
                "insert into safe4j_idempotency (scope, operation, request_key, series, token, attempt, lease_until,"
                        + " completed_at, expires_at, kind, type, answer) select 'tenant', 'order', n::text, 1, 't', 1, now(), now(), ";
        String others = ", 'RESULT', 'java.lang.String', 'the answer'::bytea from generate_series(";
        db.execute(
                "truncate safe4j_idempotency",
                like + "now() - interval '1 day' + n * interval '1 microsecond'" + others + "1, " + rows + ") n",
                like + "now() + interval '1 day'" + others + "0, 0) n",
                "vacuum analyze safe4j_idempotency",
                "checkpoint");
    }

    private Row row(String subject, List<Purged> rounds, int rows, double limit) {
        Spread perSecond = perSecond(rounds, rows);
        Figures.Purged figures = new Figures.Purged(
                Spread.of(rounds.stream().mapToDouble(Purged::transactions).toArray()),
                Spread.of(rounds.stream()
                        .mapToDouble(round -> round.longest() / 1e6)
                        .toArray()));
        return new Row(
                new Row.Key(name(), "postgresql", subject),
                (long) rows * rounds.size(),
                perSecond,
                perSecond.median() / limit,
                figures);
    }

    private static Spread perSecond(List<Purged> rounds, int rows) {
        return Spread.of(
                rounds.stream().mapToDouble(round -> rows * 1e9 / round.nanos()).toArray());
    }
}
