package dev.safe4j.test.race;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long the callers' bodies took, whatever became of them. All zero if there were none. Immutable.
 *
 * @param min the shortest
 * @param median half of them took at most this long
 * @param p99 99 of 100 took at most this long; with fewer than 100 it is the longest
 * @param max the longest
 */
public record Latencies(Duration min, Duration median, Duration p99, Duration max) {

    static Latencies of(List<? extends RaceOutcome<?>> outcomes) {
        List<Duration> sorted =
                outcomes.stream().map(RaceOutcome::latency).sorted().toList();
        return new Latencies(rank(sorted, 0), rank(sorted, 0.5), rank(sorted, 0.99), rank(sorted, 1));
    }

    /** The smallest that is not below the given part of all: always one that was measured. */
    private static Duration rank(List<Duration> sorted, double part) {
        int rank = Math.max(1, (int) Math.ceil(part * sorted.size()));
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(rank - 1);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "min %.3f ms, median %.3f ms, p99 %.3f ms, max %.3f ms",
                millis(min),
                millis(median),
                millis(p99),
                millis(max));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
