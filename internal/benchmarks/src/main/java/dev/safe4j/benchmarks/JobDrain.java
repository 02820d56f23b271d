package dev.safe4j.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What it took to run all jobs of a queue.
 *
 * @param statements sent to the server and waited for, COMMIT too, for one job
 * @param firstMillis from the start of the worker to the first job, of each round
 */
record JobDrain(double statements, Spread firstMillis) implements Figures {

    @Override
    public List<String> headings() {
        return List.of("jobs/s median (min–max)", "statements a job", "first job ms", "ratio");
    }

    @Override
    public List<String> cells(Row row) {
        return List.of(
                Shown.spread(row.perSecond()),
                String.format(Locale.ROOT, "%.3f", statements),
                Shown.millis(firstMillis),
                Shown.two(row.ratio()));
    }

    @Override
    public Map<String, Object> json() {
        return new TreeMap<>(Map.of("statementsPerJob", statements, "firstJobMillis", firstMillis.json()));
    }
}
