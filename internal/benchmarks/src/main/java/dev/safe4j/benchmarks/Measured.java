package dev.safe4j.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** All measured rounds of a subject. */
final class Measured {

    private final List<Round.Outcome> outcomes;
    private final long[] sortedNanos;
    private final double statements;

    private Measured(List<Round.Outcome> outcomes, long[] sortedNanos, double statements) {
        this.outcomes = outcomes;
        this.sortedNanos = sortedNanos;
        this.statements = statements;
    }

    static Measured of(List<Round.Outcome> outcomes, double statements) {
        long[] nanos =
                outcomes.stream().flatMapToLong(Round.Outcome::nanos).sorted().toArray();
        return new Measured(outcomes, nanos, statements);
    }

    List<Round.Outcome> outcomes() {
        return outcomes;
    }

    int operations() {
        return sortedNanos.length;
    }

    /** Sent to the server and waited for, for one operation. */
    double statements() {
        return statements;
    }

    Spread spread(ToDoubleFunction<Round.Outcome> figure) {
        return Spread.of(outcomes.stream().mapToDouble(figure).toArray());
    }

    double sum(ToDoubleFunction<Round.Outcome> figure) {
        return outcomes.stream().mapToDouble(figure).sum();
    }

    /** No more than that many of 100 operations took longer. */
    double millis(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sortedNanos.length); // nearest rank
        return sortedNanos[rank - 1] / 1e6;
    }
}
