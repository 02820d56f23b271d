package dev.safe4j.benchmarks;

import dev.safe4j.servers.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** What something within the process costs, beside others that do the same; a round is a number of operations, not a time. */
final class InProcessCase implements BenchmarkCase {

    /**
     * One subject.
     *
     * @param variant under which circumstances; the first subject of each is what the ratio is of
     * @param name in the table
     * @param threads that call at once
     * @param operations of a round
     * @param quick operations of a round that only shows that it runs
     * @param fresh makes what one round is done with
     */
    record Way(String variant, String name, int threads, int operations, int quick, Fresh fresh) {}

    /** Makes what a round is done with. */
    @FunctionalInterface
    interface Fresh {

        /**
         * Makes it.
         *
         * @param operations of all threads together
         * @return does the operations of a thread of that number, and ends the run if they were not done
         */
        IntConsumer round(int operations);
    }

    private final String name;
    private final String about;
    private final List<Way> ways;

    InProcessCase(String name, String about, List<Way> ways) {
        this.name = name;
        this.about = about;
        this.ways = ways;
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
        List<List<Double>> nanos =
                ways.stream().map(way -> (List<Double>) new ArrayList<Double>()).toList();
        int all = settings.warmUps() + settings.rounds();
        for (int round = 0; round < all; round++) {
            Progress.say(name + ", round " + (round + 1) + " of " + all);
            for (int i = 0; i < ways.size(); i++) {
                double each = nanosPerOperation(ways.get(i), settings);
                if (round >= settings.warmUps()) {
                    nanos.get(i).add(each);
                }
            }
        }
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("rounds", settings.rounds());
        about.put("warmUps", settings.warmUps());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            rows.add(row(i, nanos, settings));
        }
        return new Result(about, rows);
    }

    private static int operations(Way way, Settings settings) {
        return settings.forked() ? way.operations() : way.quick();
    }

    private static double nanosPerOperation(Way way, Settings settings) {
        int operations = operations(way, settings);
        IntConsumer round = way.fresh().round(operations);
        List<Callers.Result<long[]>> results = Callers.run(way.threads(), Duration.ofMinutes(5), caller -> () -> {
            long begun = System.nanoTime();
            round.accept(caller);
            return new long[] {begun, System.nanoTime()};
        });
        long begun = Long.MAX_VALUE;
        long ended = Long.MIN_VALUE;
        for (Callers.Result<long[]> each : results) {
            if (each.value() == null) {
                throw new IllegalStateException("'" + way.name() + "' failed: " + each.failure(), each.failure());
            }
            begun = Math.min(begun, each.value()[0]);
            ended = Math.max(ended, each.value()[1]);
        }
        return (double) (ended - begun) / operations;
    }

    private Row row(int index, List<List<Double>> nanos, Settings settings) {
        Way way = ways.get(index);
        int first = 0;
        while (!ways.get(first).variant().equals(way.variant())) {
            first++;
        }
        Spread own = spread(nanos.get(index));
        Spread perSecond = Spread.of(
                nanos.get(index).stream().mapToDouble(each -> 1e9 / each).toArray());
        return new Row(
                new Row.Key(name, way.variant(), way.name()),
                (long) operations(way, settings) * settings.rounds(),
                perSecond,
                spread(nanos.get(first)).median() / own.median(),
                new Figures.Each(own));
    }

    private static Spread spread(List<Double> figures) {
        return Spread.of(figures.stream().mapToDouble(each -> each).toArray());
    }
}
