package dev.safe4j.benchmarks;

import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs are added, by many threads, or one by one where each is to begin at once. */
final class JobContestCase implements BenchmarkCase {

    private static final int BATCH = 100;

    private final String name;
    private final String about;
    private final List<Integer> batches;

    private JobContestCase(String name, String about, List<Integer> batches) {
        this.name = name;
        this.about = about;
        this.batches = batches;
    }

    static BenchmarkCase enqueue() {
        return new JobContestCase(
                "jobs-enqueue",
                "Eight threads add jobs, one by one, and 100 together, where an operation is a hundred."
                        + " The limit's row has one index, by its time. Ours has the order of claims, by type and priority, and on"
                        + " MariaDB, which has no partial indexes, four more. By plain JDBC our statement reached 0.92 and 0.84 of the"
                        + " limit one by one on PostgreSQL (synchronous_commit on, off), 0.98 and 0.97 with the limit's index instead;"
                        + " on MariaDB 0.42 together, and 0.91 with the index of claims alone."
                        + " Targets: one by one at least 0.9, together at least 0.8 of the raw limit.",
                List.of(1, BATCH));
    }

    static BenchmarkCase latency() {
        return new JobContestCase(
                "jobs-latency",
                "From enqueueing a job to its beginning, in one JVM, where nothing else is to be done. The raw way looks at the"
                        + " table each millisecond. Target: median at most 5 ms above one round trip.",
                List.of(0));
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
        Map<String, Object> about = new LinkedHashMap<>();
        for (JobVariant variant :
                settings.forked() ? JobVariant.all() : JobVariant.all().subList(0, 1)) {
            for (int batch : batches) {
                try (TestDatabase db = variant.server(servers).newDatabase()) {
                    variant.describe(db, about);
                    rows.addAll(rows(settings, db, variant, batch));
                }
            }
        }
        about.put("threads", isLatency() ? 1 : settings.threads());
        about.put("rounds", settings.rounds());
        about.put("warmUpRounds", settings.warmUps());
        about.put("roundMillis", settings.round().toMillis());
        return new Result(about, rows);
    }

    private boolean isLatency() {
        return batches.contains(0);
    }

    private List<Row> rows(Settings settings, TestDatabase db, JobVariant variant, int batch) {
        String label = variant.label() + (isLatency() ? "" : batch == 1 ? ", one by one" : ", " + batch + " together");
        List<JobWay> ways = variant.ways(db, settings.threads(), !isLatency());
        JobContest contest = new JobContest(ways, variant, db, batch, isLatency() ? 1 : settings.threads());
        Rounds rounds = new Rounds(settings, contest);
        rounds.run(name + ", " + label);
        ways.forEach(JobWay::close);
        try (WireTap tap = WireTap.to(db.server())) {
            List<JobWay> tapped = variant.waysThrough(tap, db, settings.threads(), !isLatency());
            rounds.countStatements(contest.over(tapped), tap);
            tapped.forEach(JobWay::close);
        }
        return rounds.rows(name, label);
    }
}
