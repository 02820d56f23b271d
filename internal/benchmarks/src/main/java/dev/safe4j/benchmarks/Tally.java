package dev.safe4j.benchmarks;

import java.util.Arrays;
import java.util.stream.LongStream;

/** What one thread did in one round. */
final class Tally {

    private long[] nanos = new long[1 << 14];
    private int operations;
    private long applied;
    private long retries;

    void retried() {
        retries++;
    }

    void done(long tookNanos, boolean success) {
        if (operations == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * operations);
        }
        nanos[operations++] = tookNanos;
        if (success) {
            applied++;
        }
    }

    /** How long each operation took, in order. */
    LongStream nanos() {
        return Arrays.stream(nanos, 0, operations);
    }

    int operations() {
        return operations;
    }

    long applied() {
        return applied;
    }

    long retries() {
        return retries;
    }
}
