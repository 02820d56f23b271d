package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.RaceProbe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What one order costs a search: reset, two callers of three steps each, who waits for whom, the invariant. */
final class InterleavingsCase implements BenchmarkCase {

    private static final List<ServerKind> KINDS = List.of(ServerKind.POSTGRESQL, ServerKind.MARIADB, ServerKind.H2);

    @Override
    public String name() {
        return "interleavings";
    }

    @Override
    public String about() {
        return "Orders of two callers of two statements and a commit each, with reset and invariant; raw limit: the same"
                + " statements one after the other without a search. p50 and p99 over searches, each the mean of its orders; statements are the steps of the callers,"
                + " counted by the search."
                + " Target: at most 10 ms an order on PostgreSQL, 30 ms where half of them deadlock.";
    }

    /** A subject: does some orders. */
    private record Searched(String name, Supplier<Sample> search) {}

    /** Some orders: the milliseconds of one, how many they were, and the callers' steps as the search has counted them. */
    private record Sample(double millis, int orders, int steps) {}

    @Override
    public Result run(Settings settings, Servers servers) {
        List<Row> rows = new ArrayList<>();
        Map<String, Object> about = new LinkedHashMap<>();
        for (ServerKind kind : KINDS) {
            try (TestDatabase db = LocalServers.sql(kind).newDatabase()) {
                about.put(kind.name().toLowerCase(Locale.ROOT), db.value(String.class, "select " + version(kind)));
                db.execute("create table account (id int primary key, balance int not null)");
                db.execute("insert into account values (1, 100), (2, 100)");
                rows.addAll(rows(kind, settings, subjects(db.newPool(4))));
            }
        }
        about.put("profile", "fast");
        about.put("rounds", settings.rounds());
        about.put("roundMillis", settings.round().toMillis());
        return new Result(about, rows);
    }

    private static String version(ServerKind kind) {
        return kind == ServerKind.H2 ? "h2version()" : "version()";
    }

    private static List<Searched> subjects(HikariDataSource pool) {
        RaceProbe probe = new RaceProbe();
        DataSource stepped = probe.wrap(pool);
        Scene plain = new Scene(pool);
        Scene searched = new Scene(stepped);
        return List.of(
                new Searched("the statements alone", () -> new Sample(millis(plain::once), 1, 0)),
                new Searched("search, a row lock", () -> search(probe, searched, 1, 1)),
                new Searched("search, deadlocks", () -> search(probe, searched, 1, 2)));
    }

    private static double millis(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e6;
    }

    /** Both write rows 1 and 2, the second one beginning with the row that is given. */
    private static Sample search(RaceProbe probe, Scene scene, int first, int second) {
        Exploration found = Interleavings.on(probe)
                .isolation(Isolation.READ_COMMITTED)
                .given(scene::reset)
                .actor("one", () -> scene.transfer(first))
                .actor("other", () -> scene.transfer(second))
                .allowing(ConcurrencyFailureException.class)
                .always("no money is made", scene::isConserved)
                .explore();
        if (!found.scope().isExhausted()) {
            throw new IllegalStateException("not exhausted: " + found);
        }
        int orders = found.scope().orders();
        int steps = found.scope().steps().stream().mapToInt(Integer::intValue).sum();
        return new Sample(found.scope().time().toNanos() / 1e6 / orders, orders, steps);
    }

    private record Scene(JdbcTemplate jdbc, TransactionTemplate transaction) {

        Scene(DataSource dataSource) {
            this(new JdbcTemplate(dataSource), new TransactionTemplate(new JdbcTransactionManager(dataSource)));
        }

        void reset() {
            jdbc.update("update account set balance = 100");
        }

        void transfer(int first) {
            transaction.executeWithoutResult(status -> {
                jdbc.update("update account set balance = balance - 10 where id = ?", first);
                jdbc.update("update account set balance = balance + 10 where id = ?", 3 - first);
            });
        }

        boolean isConserved() {
            return Integer.valueOf(200).equals(jdbc.queryForObject("select sum(balance) from account", Integer.class));
        }

        void once() {
            reset();
            transfer(1);
            transfer(2);
            if (!isConserved()) {
                throw new IllegalStateException("money was made");
            }
        }
    }

    /** What a subject has done in the rounds so far. */
    private static final class Series {

        private final Searched subject;
        private final List<Sample> samples = new ArrayList<>();
        private final List<Double> perSecond = new ArrayList<>();

        Series(Searched subject) {
            this.subject = subject;
        }

        void add(List<Sample> round) {
            samples.addAll(round);
            perSecond.add(
                    1_000 / round.stream().mapToDouble(Sample::millis).average().orElseThrow());
        }

        Spread spread() {
            return Spread.of(perSecond.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    private List<Row> rows(ServerKind kind, Settings settings, List<Searched> subjects) {
        List<Series> all = subjects.stream().map(Series::new).toList();
        for (int round = -settings.warmUps(); round < settings.rounds(); round++) {
            Progress.say(name() + ", " + kind + ", round " + (round + 1) + " of " + settings.rounds());
            for (Series series : all) {
                List<Sample> samples = round(series.subject, settings);
                if (round >= 0) {
                    series.add(samples);
                }
            }
        }
        double raw = all.get(0).spread().median();
        return all.stream().map(series -> row(kind, series, raw)).toList();
    }

    private static List<Sample> round(Searched subject, Settings settings) {
        List<Sample> times = new ArrayList<>();
        long end = System.nanoTime() + settings.round().toNanos();
        do {
            times.add(subject.search().get());
        } while (System.nanoTime() - end < 0);
        return times;
    }

    private Row row(ServerKind kind, Series series, double raw) {
        List<Sample> samples = series.samples;
        double[] sorted = samples.stream().mapToDouble(Sample::millis).sorted().toArray();
        Spread spread = series.spread();
        return new Row(
                new Row.Key(name(), kind.name().toLowerCase(Locale.ROOT), series.subject.name()),
                samples.stream().mapToLong(Sample::orders).sum(),
                spread,
                spread.median() / raw,
                new Figures.Load(
                        sorted[sorted.length / 2],
                        sorted[sorted.length * 99 / 100],
                        samples.get(0).steps(),
                        0));
    }
}
