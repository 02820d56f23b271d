package dev.safe4j.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A figure over the rounds. */
record Spread(double median, double min, double max) {

    static Spread of(double... perRound) {
        double[] sorted = perRound.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    Map<String, Object> json() {
        return new TreeMap<>(Map.of("median", median, "min", min, "max", max));
    }
}
