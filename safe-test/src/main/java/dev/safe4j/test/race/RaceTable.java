package dev.safe4j.test.race;

import dev.safe4j.test.race.RaceOutcome.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Outcomes, counted and printed for people. */
final class RaceTable {

    private static final int MOST_LINES_A_KIND = 10;
    private static final int MOST_SAMPLES = 10;
    private static final int LONGEST_TEXT = 120;

    private static final String NOTE =
            "NOTE: no two callers were in flight together, so nothing was raced for, and nothing is proven."
                    + " Take more rounds or callers, a jitter, or think() inside the body.\n";

    private RaceTable() {}

    /** The whole of a result. */
    static <T extends @Nullable Object> String of(RaceResult<T> result, RacePlan<T> plan, long seed) {
        String rounds = result.rounds() == plan.rounds ? "" + plan.rounds : result.rounds() + " of " + plan.rounds;
        String jitter = plan.jitter.isZero()
                ? ""
                : "think times up to " + text(plan.jitter) + ", drawn with seed(" + seed + "L)\n";
        // Of callers that never came back nobody knows how long they were in flight.
        boolean isComplete = result.outcomes().size() == result.callers() * result.rounds();
        String note = isComplete && result.callers() > 1 && result.maxOverlap() < 2 ? NOTE : "";
        return "callers: " + result.callers() + ", rounds: " + rounds + ", most in flight together: "
                + result.maxOverlap() + "\n" + of(result.outcomes()) + "latency: " + result.latencies() + "\n" + jitter
                + note;
    }

    /** A block of each kind, with a line for each different value and each class of exceptions. */
    static String of(List<? extends RaceOutcome<?>> outcomes) {
        boolean hasNames = outcomes.stream().map(RaceOutcome::name).distinct().count() > 1;
        StringBuilder table = new StringBuilder();
        for (Kind kind : Kind.values()) {
            List<? extends RaceOutcome<?>> ofKind =
                    outcomes.stream().filter(each -> each.kind() == kind).toList();
            table.append(String.format(
                    Locale.ROOT,
                    "%9s %7d%s%n",
                    kind.name().toLowerCase(Locale.ROOT),
                    ofKind.size(),
                    spread(outcomes, kind)));
            appendLines(table, ofKind, each -> hasNames ? each.name() + ": " + text(each) : text(each));
        }
        return table.toString().replace(System.lineSeparator(), "\n");
    }

    private static void appendLines(
            StringBuilder table, List<? extends RaceOutcome<?>> outcomes, Function<RaceOutcome<?>, String> label) {
        Map<Object, List<RaceOutcome<?>>> groups = new LinkedHashMap<>();
        for (RaceOutcome<?> each : outcomes) {
            Throwable failure = each.failure();
            // The messages of one class may all differ, by a key or a time: the first one stands for them.
            Object group = failure == null ? label.apply(each) : List.of(each.name(), failure.getClass());
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(each);
        }
        groups.values().stream()
                .limit(MOST_LINES_A_KIND)
                .forEach(group -> table.append(
                        String.format(Locale.ROOT, "%17d x %s%n", group.size(), label.apply(group.get(0)))));
        if (groups.size() > MOST_LINES_A_KIND) {
            table.append(String.format(
                    Locale.ROOT, "%17s   %d more different ones%n", "", groups.size() - MOST_LINES_A_KIND));
        }
    }

    private static String spread(List<? extends RaceOutcome<?>> outcomes, Kind kind) {
        Map<Integer, Long> counts = outcomes.stream()
                .collect(Collectors.groupingBy(
                        RaceOutcome::round, TreeMap::new, Collectors.summingLong(each -> each.kind() == kind ? 1 : 0)));
        LongSummaryStatistics each =
                counts.values().stream().mapToLong(Long::longValue).summaryStatistics();
        if (each.getCount() < 2 || each.getMax() == 0) {
            return "";
        }
        String least = each.getMin() == each.getMax() ? "" : each.getMin() + " to ";
        return " (" + least + each.getMax() + " a round)";
    }

    /** One exception of each class, in the order of the outcomes. */
    static List<Throwable> samples(List<? extends RaceOutcome<?>> outcomes) {
        Map<Class<?>, Throwable> samples = new LinkedHashMap<>();
        for (RaceOutcome<?> each : outcomes) {
            Throwable failure = each.failure();
            if (failure != null && samples.size() < MOST_SAMPLES) {
                samples.putIfAbsent(failure.getClass(), failure);
            }
        }
        return List.copyOf(samples.values());
    }

    private static String text(RaceOutcome<?> outcome) {
        Throwable failure = outcome.failure();
        return text(failure == null ? outcome.value() : failure);
    }

    /** The value on one line; a value whose toString fails must not hide what is to be reported. */
    static String text(@Nullable Object value) {
        String text;
        try {
            text = String.valueOf(value);
        } catch (RuntimeException | StackOverflowError noText) {
            text = "a " + (value == null ? "null" : value.getClass().getName()) + " whose toString threw "
                    + noText.getClass().getName();
        }
        String line = text.lines().map(String::strip).collect(Collectors.joining(" "));
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
    }

    /** The length of time as people write it. */
    static String text(Duration duration) {
        if (duration.toNanos() % 1_000_000_000 == 0) {
            return duration.toSeconds() + " s";
        }
        return duration.toNanos() % 1_000_000 == 0 ? duration.toMillis() + " ms" : duration.toNanos() / 1_000 + " µs";
    }

    static String names(List<? extends Class<?>> classes) {
        return classes.stream().map(Class::getName).collect(Collectors.joining(", "));
    }
}
