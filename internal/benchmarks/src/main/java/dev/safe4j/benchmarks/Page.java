package dev.safe4j.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables on a page, each in a section between two marks, with what is needed to repeat and to read them. */
final class Page {

    private static final Pattern BEGIN = Pattern.compile("^<!-- begin of (\\S+) -->$", Pattern.MULTILINE);

    private static final String READING = """
            Made by `internal/benchmarks/run --markdown=FILE`; `internal/benchmarks/run --help` says what else it does.
            The subjects of a table take turns, round after round, each from a fresh table, and after each round the end
            state is compared with what the calls answered: a piece lost or taken twice ends the run. The pictures show the
            ratios of the tables below them.

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

            Of idempotency, an operation is one call under a key, whose effect is a row; after each round the rows are counted. The raw
            limit sends the statements of ours, as they were written down from a call of ours.
            """;

    private Page() {}

    /** The page as it was, with the sections of these cases in the place of theirs, or at the end; all other text stays. */
    static String of(@Nullable String before, Map<String, Object> machine, List<Report.Entry> entries) {
        String page = before == null ? "# Benchmarks\n\n" + READING : before;
        for (Report.Entry entry : entries) {
            page = withSection(page, entry.benchmark().name(), section(machine, entry));
        }
        return page;
    }

    /** The names of the cases that have a section, in the order of the page. */
    static List<String> sections(String page) {
        return BEGIN.matcher(page).results().map(found -> found.group(1)).toList();
    }

    /** The page with another text in the section of a case that has one. */
    static String changed(String page, String name, UnaryOperator<String> change) {
        Place place = place(page, name).orElseThrow();
        return page.substring(0, place.from())
                + change.apply(page.substring(place.from(), place.to()))
                + page.substring(place.to());
    }

    private static String withSection(String page, String name, String section) {
        return place(page, name).isPresent()
                ? changed(page, name, before -> section)
                : page + (page.endsWith("\n") ? "\n" : "\n\n") + begin(name) + section + end(name);
    }

    /** Where the text of a section is, without its marks. */
    private record Place(int from, int to) {}

    private static String begin(String name) {
        return "<!-- begin of " + name + " -->\n";
    }

    private static String end(String name) {
        return "<!-- end of " + name + " -->\n";
    }

    private static Optional<Place> place(String page, String name) {
        String begin = begin(name);
        String end = end(name);
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 && to < 0) {
            return Optional.empty();
        }
        if (from < 0 || to < from || page.indexOf(begin, from + 1) >= 0 || page.indexOf(end, to + 1) >= 0) {
            throw new IllegalStateException(
                    "the section of '" + name + "' has no place in the page: there should be one line '" + begin.strip()
                            + "' and behind it one '" + end.strip() + "', or neither. The page was left as it was.");
        }
        return Optional.of(new Place(from + begin.length(), to));
    }

    private static String section(Map<String, Object> machine, Report.Entry entry) {
        return "## " + entry.benchmark().name() + "\n\n" + entry.benchmark().about() + "\n\n"
                + listed(entry.result().settings()) + "\n"
                + Tables.of(entry.result().rows()) + "\nMeasured: " + listed(machine) + "\n";
    }

    /** In one sentence: {@code name value, name value}. */
    static String listed(Map<String, Object> settings) {
        return settings.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining("; ", "", "."));
    }
}
