package dev.safe4j.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All tables on a page, with what is needed to repeat and to read them. */
final class Page {

    private static final String READING = """
            Made by `internal/benchmarks/run --markdown=FILE`; `internal/benchmarks/run --help` says what else it does.
            The subjects of a table take turns, round after round, each from a fresh table, and after each round the end
            state is compared with what the calls answered: a piece lost or taken twice ends the run.

            - *ops/s*: the median of the rounds (the slowest and the fastest round).
            - *p50*, *p99*: over the operations of all rounds.
            - *statements*: what an operation sends to the server and waits for, retries and COMMIT too; counted on the wire
              in a pass of its own with the same number of threads.
            - *ratio*: to the first row of the table, by the medians. Differences below 15 % are noise.
            - *above JdbcTemplate*: more than JdbcTemplate takes for the same SQL.

            Of locks, an operation is acquire and release, of a lease of 30 s. Under each lock every subject counts without any other
            protection, and notes who is inside and the highest fencing number: two holders at once, or a number that goes back, end
            the run.

            - *round trips*: requests that wait for an answer, for one operation; counted on the wire in a pass of its own, with one
              thread where the threads of a client share a connection.
            - *refused*: operations that got no lock, though nobody had it.
            - *hand-offs*: how often the lock went to another thread than the one that had had it last.
            - *longest wait*: of a thread for the lock, the median of the rounds (the best and the worst round).
            - *least/most*: how often the least served thread had the lock, to the most served one.
            """;

    private Page() {}

    static String of(Map<String, Object> machine, List<Report.Entry> entries) {
        return "# Benchmarks\n\n" + listed(machine) + "\n\n" + READING
                + entries.stream().map(Page::section).collect(Collectors.joining());
    }

    private static String section(Report.Entry entry) {
        return "\n## " + entry.benchmark().name() + "\n\n" + entry.benchmark().about() + "\n\n"
                + listed(entry.result().settings()) + "\n"
                + Tables.of(entry.result().rows());
    }

    /** In one sentence: {@code name value, name value}. */
    static String listed(Map<String, Object> settings) {
        return settings.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining("; ", "", "."));
    }
}
