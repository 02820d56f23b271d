package dev.safe4j.test.interleavings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a search did and found.
 *
 * @param verdict in a word
 * @param scope what it says something about
 * @param finding the order that broke something, the one with the fewest switches; null if none did
 * @param outcomes how often the actors ended how
 * @param notes what a reader has to know, such as a pool smaller than the actors
 */
public record Exploration(
        Verdict verdict, Scope scope, @Nullable Finding finding, Map<String, Integer> outcomes, List<String> notes) {

    /** Copies the collections. */
    public Exploration {
        outcomes = new TreeMap<>(outcomes);
        notes = List.copyOf(notes);
    }

    /**
     * What a search has covered.
     *
     * @param database name and version of the server, "" if there was none
     * @param isolation of its transactions
     * @param orders how many orders were run and judged
     * @param redundant how many were cut short since they are equivalent to others
     * @param waiting how many ways were known and not yet tried
     * @param reduced whether equivalent orders were left out
     * @param preemptions the bound on switches away from an actor that could go on; -1 for none
     * @param steps the most steps that each actor took, in the order of their declaration
     * @param time it took
     * @param seed of the random walks; 0 if there were none
     */
    public record Scope(
            String database,
            Isolation isolation,
            int orders,
            int redundant,
            int waiting,
            boolean reduced,
            int preemptions,
            List<Integer> steps,
            Duration time,
            long seed) {

        /** Copies the list. */
        public Scope {
            steps = List.copyOf(steps);
        }

        /** {@return whether no order is left that was not run or is equivalent to one that was} */
        public boolean isExhausted() {
            return waiting == 0;
        }

        /** Who took part: "2 actors, 3+3 steps". */
        String cast() {
            String sum = String.join("+", steps.stream().map(String::valueOf).toList());
            return steps.size() + (steps.size() == 1 ? " actor, " : " actors, ") + sum + " steps";
        }

        /** Returns it as a sentence part: "in all 14 orders, exhausted, 2 actors, 3+3 steps". */
        @Override
        public String toString() {
            String all = reduced
                    ? "all orders, of which " + orders + " stand for the rest"
                    : preemptions < 0
                            ? "all " + orders + " orders"
                            : "all " + orders + " orders of at most " + preemptions + " switches";
            return "in "
                    + (isExhausted()
                            ? all + ", exhausted"
                            : orders + " of at least " + (orders + waiting) + " orders, bound reached")
                    + ", " + cast()
                    + (seed == 0 ? "" : ", random walks with seed " + seed)
                    + (database.isEmpty() ? "" : ", " + database + ", " + isolation);
        }
    }

    /** How the orders ended: who failed how; at SERIALIZABLE how many failed how. */
    Set<String> ends() {
        boolean anyone = scope.isolation() == Isolation.SERIALIZABLE;
        return outcomes.keySet().stream()
                .map(end -> anyone ? withoutNames(end) : end)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String withoutNames(String end) {
        String[] parts = end.split("; ", 2);
        String failures = Stream.of(parts[0].split(", "))
                .map(actor -> actor.substring(actor.lastIndexOf(": ") + 2))
                .sorted()
                .collect(Collectors.joining(", "));
        return parts.length == 1 ? failures : failures + "; " + parts[1];
    }

    /** {@return whether every order that was run kept every invariant} */
    public boolean held() {
        return verdict == Verdict.HELD;
    }

    /**
     * Passes if every order that was run kept every invariant.
     *
     * @return this
     * @throws InterleavingViolation if one did not, or if nothing can be said
     */
    public Exploration orThrow() {
        if (!held()) {
            throw new InterleavingViolation(this);
        }
        return this;
    }

    /** Returns one line, and the timeline of the finding if there is one. */
    @Override
    public String toString() {
        return Report.text(Summary.of(this));
    }
}
