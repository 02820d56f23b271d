package dev.safe4j.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All measured rounds of a subject.
 *
 * @param outcomes of the rounds
 * @param sortedNanos how long each operation of all rounds took
 * @param statements sent to the server and waited for, for one operation
 */
record Measured(List<Round.Outcome> outcomes, long[] sortedNanos, double statements) {

    static Measured of(List<Round.Outcome> outcomes, double statements) {
        long[] nanos =
                outcomes.stream().flatMapToLong(Round.Outcome::nanos).sorted().toArray();
        return new Measured(outcomes, nanos, statements);
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
