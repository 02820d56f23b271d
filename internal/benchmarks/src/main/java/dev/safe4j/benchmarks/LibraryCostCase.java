package dev.safe4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Version;

/** What one call costs the caller's thread, by JMH. A round is a JVM of its own for each subject. */
final class LibraryCostCase implements BenchmarkCase {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int ITERATIONS = 3;

    /** A fresh JVM compiles first: twice as long as it is measured. */
    private static final int WARM_UPS = 2 * ITERATIONS;

    /** A subject, and the one with the same SQL that it is compared with. */
    private record Pair(String kind, String template, String ours) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("conditional update", "jdbcTemplateConditional", "safe4jConditional"),
            new Pair("versioned update", "jdbcTemplateVersioned", "safe4jVersioned"));

    @Override
    public String name() {
        return "library-cost";
    }

    @Override
    public String about() {
        return "One call on one thread, over a driver that does nothing and over H2 in memory."
                + " Targets: at most 3,000 ns and 2,048 bytes above JdbcTemplate.";
    }

    @Override
    public Result run(Settings settings, Servers servers) {
        List<RunResult> all = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            Progress.say(name() + ", round " + (round + 1) + " of " + settings.rounds());
            all.addAll(round(settings));
        }
        List<Row> rows = new ArrayList<>();
        for (String driver : List.of("stub", "h2")) {
            for (Pair pair : PAIRS) {
                rows.addAll(rows(driver, pair, all));
            }
        }
        return new Result(about(settings), rows);
    }

    private static Map<String, Object> about(Settings settings) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("drivers", "a stub; " + CostDatabase.version());
        about.put("jmh", Version.getPlainVersion());
        about.put("threads", 1);
        about.put("rounds", settings.rounds());
        about.put("forked", settings.forked());
        about.put("warmUpMillis", 2 * settings.round().toMillis());
        about.put("roundMillis", settings.round().toMillis());
        return about;
    }

    private static List<RunResult> round(Settings settings) {
        TimeValue iteration = TimeValue.milliseconds(settings.round().toMillis() / ITERATIONS);
        Options options = new OptionsBuilder()
                .include(LibraryCost.class.getName() + "\\.")
                .addProfiler(GCProfiler.class)
                .forks(settings.forked() ? 1 : 0)
                .warmupIterations(WARM_UPS)
                .warmupTime(iteration)
                .measurementIterations(ITERATIONS)
                .measurementTime(iteration)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        try {
            return List.copyOf(new Runner(options).run());
        } catch (RunnerException failure) {
            throw new IllegalStateException("JMH could not measure: " + failure.getMessage(), failure);
        }
    }

    private List<Row> rows(String driver, Pair pair, List<RunResult> all) {
        Measured template = measured(driver, pair.template(), all);
        Measured ours = measured(driver, pair.ours(), all);
        return List.of(
                row(driver, "JdbcTemplate, " + pair.kind(), template, template),
                row(driver, "safe4j " + pair.kind(), ours, template));
    }

    private Row row(String driver, String subject, Measured it, Measured template) {
        return new Row(
                new Row.Key(name(), "driver=" + driver, subject),
                it.operations(),
                it.perSecond(),
                it.perSecond().median() / template.perSecond().median(),
                new Figures.Cost(
                        it.nanos(),
                        it.bytes(),
                        it.nanos().median() - template.nanos().median(),
                        it.bytes() - template.bytes()));
    }

    private record Measured(Spread nanos, Spread perSecond, double bytes, long operations) {}

    private static Measured measured(String driver, String method, List<RunResult> all) {
        List<RunResult> rounds = all.stream()
                .filter(each -> each.getParams().getBenchmark().endsWith("." + method)
                        && each.getParams().getParam("driver").equals(driver))
                .toList();
        double[] nanos = figures(rounds, each -> each.getPrimaryResult().getScore());
        double[] perSecond =
                figures(rounds, each -> 1e9 / each.getPrimaryResult().getScore());
        double[] bytes = figures(rounds, LibraryCostCase::bytes);
        long operations = rounds.stream()
                .flatMap(each -> each.getBenchmarkResults().stream())
                .flatMap(each -> each.getIterationResults().stream())
                .mapToLong(each -> each.getMetadata().getMeasuredOps())
                .sum();
        return new Measured(
                Spread.of(nanos), Spread.of(perSecond), Spread.of(bytes).median(), operations);
    }

    private static double bytes(RunResult round) {
        org.openjdk.jmh.results.Result<?> allocated =
                round.getSecondaryResults().get(ALLOCATED);
        if (allocated == null) {
            throw new IllegalStateException("JMH's allocation profiler did not measure on this JVM.");
        }
        return allocated.getScore();
    }

    private static double[] figures(List<RunResult> rounds, Function<RunResult, Double> figure) {
        return rounds.stream().mapToDouble(figure::apply).toArray();
    }
}
