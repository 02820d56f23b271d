package dev.safe4j.test.interleavings;

import dev.safe4j.test.hint.Hint;
import dev.safe4j.test.hint.Hints;
import dev.safe4j.test.schedule.Actors.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every rendering tells of a search: text alone, its secrets hidden ({@link dev.safe4j.test.schedule.Mask}), without times,
 * so that the same order gives the same summary.
 *
 * @param verdict the verdict in prose: "actor error"
 * @param what what happened; for a search that held, in which orders
 * @param after what the broken invariant said of the state, null if nothing
 * @param where on which server, in which order; "" for a search that held
 * @param token plays the order again, null if there is no finding
 * @param timeline the order, null if there is none to show
 * @param ends what became of each column of the timeline; "" for an event of the environment
 * @param outcomes how many orders ended how
 * @param notes what a reader has to know
 * @param hint a guess at what it shows, null if there is none
 */
public record Summary(
        String verdict,
        String what,
        @Nullable String after,
        String where,
        @Nullable String token,
        @Nullable Timeline timeline,
        List<String> ends,
        Map<String, Integer> outcomes,
        List<String> notes,
        @Nullable Hint hint) {

    /** Copies the collections. */
    public Summary {
        ends = List.copyOf(ends);
        outcomes = new TreeMap<>(outcomes);
        notes = List.copyOf(notes);
    }

    /**
     * Sums a search up.
     *
     * @param exploration what it did and found
     * @return the summary
     */
    public static Summary of(Exploration exploration) {
        Finding finding = exploration.finding();
        String verdict = exploration.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        Map<String, Integer> outcomes = new TreeMap<>();
        exploration.outcomes().forEach((end, count) -> outcomes.merge(Shown.line(end), count, Integer::sum));
        List<String> notes = exploration.notes().stream().map(Shown::line).toList();
        if (finding == null) {
            String scope = exploration.scope().toString();
            return new Summary(verdict, scope, null, "", null, null, List.of(), outcomes, notes, null);
        }
        Timeline timeline = finding.played().names().isEmpty() ? null : Timeline.of(finding.played());
        boolean saysAfter = finding.verdict() == Verdict.VIOLATED;
        String error = saysAfter || finding.cause() == null
                ? ""
                : Shown.error(finding.cause().getMessage());
        String what = Shown.lines(finding.what()) + (error.isEmpty() ? "" : ": " + error);
        return new Summary(
                verdict,
                what,
                saysAfter ? message(finding.cause()) : null,
                where(exploration.scope(), finding),
                finding.token().toString(),
                timeline,
                timeline == null ? List.of() : ends(finding),
                outcomes,
                notes,
                hint(finding).orElse(null));
    }

    private static @Nullable String message(@Nullable Throwable cause) {
        return cause == null || cause.getMessage() == null ? null : Shown.sentence(cause.getMessage());
    }

    private static String where(Exploration.Scope scope, Finding finding) {
        String server = scope.database().isEmpty() ? "" : scope.database() + ", " + scope.isolation() + ", ";
        return server + scope.cast() + "; found in order " + scope.orders() + ", with " + finding.switches()
                + (finding.switches() == 1 ? " switch" : " switches");
    }

    private static List<String> ends(Finding finding) {
        List<String> ends = new ArrayList<>();
        for (String column : finding.played().names()) {
            ends.add(finding.outcomes().actors().stream()
                    .filter(outcome -> outcome.name().equals(column))
                    .findFirst()
                    .map(Summary::end)
                    .orElse(""));
        }
        return ends;
    }

    private static String end(Outcome outcome) {
        Object value = outcome.value();
        boolean telling = value instanceof Number
                || value instanceof Boolean
                || value instanceof CharSequence
                || value instanceof Enum<?>;
        return Outcomes.describe(outcome) + (telling ? ": " + Shown.line(String.valueOf(value)) : "");
    }

    private static Optional<Hint> hint(Finding finding) {
        Optional<Hint> hint = switch (finding.verdict()) {
            case VIOLATED -> Hints.ofViolation(finding.played());
            case ACTOR_ERROR -> Hints.ofError(finding.played(), finding.cause());
            default -> Optional.<Hint>empty();
        };
        return hint.map(guess -> new Hint(guess.hazard(), Shown.line(guess.why())));
    }
}
