package dev.safe4j.benchmarks;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Jobs that do nothing, which are all there when one worker begins, until the last of them is done and that is written. */
final class JobDrainCase implements BenchmarkCase {

    private static final int STUCK = 100_000;
    private static final int FEW_STUCK = 500;
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_COUNTED = 20_000;
    private static final Duration BOUND = Duration.ofMinutes(10);

    /**
     * A round of a way.
     *
     * @param jobs that were run
     * @param nanos from the start of its worker to the end of the last job
     * @param first nanoseconds to the first job
     */
    private record Drained(int jobs, long nanos, long first) {}

    @Override
    public String name() {
        return "jobs-drain";
    }

    @Override
    public String about() {
        return "Jobs that do nothing are run by one JVM, with nothing else in the queue and with 100,000 jobs for tomorrow."
                + " Targets: at least 0.6 of the raw limit, 4 times db-scheduler's best with synchronous_commit on and 2.5 times"
                + " with it off, 0.05 statements a job at most, and with the jobs for tomorrow 0.7 of the speed without.";
    }

    @Override
    public Result run(Settings settings, Servers servers) {
        List<Row> rows = new ArrayList<>();
        Map<String, Object> about = new LinkedHashMap<>();
        int stuck = settings.forked() ? STUCK : FEW_STUCK;
        for (JobVariant variant : settings.forked() ? JobVariant.all() : JobVariant.few()) {
            for (int tomorrow : settings.forked() ? List.of(0, stuck) : List.of(stuck)) {
                try (TestDatabase db = variant.server(servers).newDatabase()) {
                    variant.describe(db, about);
                    rows.addAll(rows(settings, db, variant, tomorrow));
                }
            }
        }
        about.put("jobs", settings.jobs());
        about.put("jobsForTomorrow", stuck);
        about.put("threads", settings.threads());
        about.put("rounds", settings.rounds());
        about.put("warmUpRounds", settings.warmUps());
        return new Result(about, rows);
    }

    private List<Row> rows(Settings settings, TestDatabase db, JobVariant variant, int tomorrow) {
        String label = variant.label() + (tomorrow == 0 ? "" : ", with jobs for tomorrow");
        List<JobWay> ways = variant.ways(db, settings.threads(), isWithPolling(settings, tomorrow));
        List<List<Drained>> rounds = new ArrayList<>();
        ways.forEach(way -> rounds.add(new ArrayList<>()));
        int all = settings.warmUps() + settings.rounds();
        for (int round = 0; round < all; round++) {
            Progress.say(name() + ", " + label + ", round " + (round + 1) + " of " + all);
            for (int i = 0; i < ways.size(); i++) {
                fill(db, variant, ways.get(i), settings.jobs(), tomorrow);
                Drained drained = drain(db, ways.get(i), settings.jobs());
                if (round >= settings.warmUps()) {
                    rounds.get(i).add(drained);
                }
            }
        }
        List<String> names = ways.stream().map(JobWay::name).toList();
        ways.forEach(JobWay::close);
        double[] statements = statements(settings, db, variant, tomorrow);
        double limit = perSecond(rounds.get(0)).median();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            rows.add(row(new Row.Key(name(), label, names.get(i)), rounds.get(i), limit, statements[i]));
        }
        return rows;
    }

    /** It adds its jobs for tomorrow one by one, which takes too long. */
    private static boolean isWithPolling(Settings settings, int tomorrow) {
        return settings.forked() && tomorrow == 0;
    }

    private static void fill(TestDatabase db, JobVariant variant, JobWay way, int jobs, int tomorrow) {
        way.clear();
        add(way, tomorrow, Duration.ofDays(1));
        add(way, jobs, Duration.ZERO);
        variant.tidy(db);
    }

    private static void add(JobWay way, int jobs, Duration delay) {
        for (int left = jobs; left > 0; left -= MOST_AT_ONCE) {
            way.add(Math.min(left, MOST_AT_ONCE), delay);
        }
    }

    private static Drained drain(TestDatabase db, JobWay way, int jobs) {
        AtomicInteger runs = new AtomicInteger();
        AtomicLong first = new AtomicLong();
        long begun = System.nanoTime();
        Runnable end = way.start(() -> {
            if (runs.getAndIncrement() == 0) {
                first.set(System.nanoTime() - begun);
            }
        });
        try {
            Await.until(
                    BOUND,
                    "all jobs are done by " + way.name(),
                    () -> runs.get() >= jobs && Long.valueOf(0).equals(db.value(Long.class, way.unfinished())));
            long nanos = System.nanoTime() - begun;
            if (runs.get() != jobs) {
                throw new IllegalStateException(
                        "'" + way.name() + "' ran " + runs.get() + " jobs, of which there were " + jobs + ".");
            }
            return new Drained(jobs, nanos, first.get());
        } finally {
            end.run();
        }
    }

    /** A pass of its own, since the tap takes time. */
    private double[] statements(Settings settings, TestDatabase db, JobVariant variant, int tomorrow) {
        int jobs = Math.min(MOST_COUNTED, settings.jobs());
        try (WireTap tap = WireTap.to(db.server())) {
            List<JobWay> ways = variant.waysThrough(tap, db, settings.threads(), isWithPolling(settings, tomorrow));
            double[] statements = new double[ways.size()];
            for (int i = 0; i < statements.length; i++) {
                fill(db, variant, ways.get(i), jobs, tomorrow);
                tap.reset();
                drain(db, ways.get(i), jobs);
                statements[i] = (double) tap.roundTrips() / jobs;
            }
            ways.forEach(JobWay::close);
            return statements;
        }
    }

    private static Row row(Row.Key key, List<Drained> rounds, double limit, double statements) {
        Spread perSecond = perSecond(rounds);
        Spread first = Spread.of(
                rounds.stream().mapToDouble(round -> round.first() / 1e6).toArray());
        long jobs = rounds.stream().mapToLong(Drained::jobs).sum();
        return new Row(key, jobs, perSecond, perSecond.median() / limit, new JobDrain(statements, first));
    }

    private static Spread perSecond(List<Drained> rounds) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> round.jobs() * 1e9 / round.nanos())
                .toArray());
    }
}
