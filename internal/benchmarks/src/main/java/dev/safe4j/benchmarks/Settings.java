package dev.safe4j.benchmarks;

import java.time.Duration;

/**
 * How carefully to measure.
 *
 * @param rounds how often each subject is measured
 * @param warmUps rounds before them that do not count
 * @param round how long a subject runs in a round
 * @param threads that call at once
 * @param countedCalls calls of each thread in the pass that counts statements, which is not timed
 * @param jobs that are drained in a round
 * @param forked whether JMH measures in fresh JVMs
 */
record Settings(int rounds, int warmUps, Duration round, int threads, int countedCalls, int jobs, boolean forked) {

    static Settings full() {
        return new Settings(5, 1, Duration.ofSeconds(3), 8, 100, 20_000, true);
    }

    /** Shows that everything runs; the figures mean nothing. */
    static Settings quick() {
        return new Settings(1, 0, Duration.ofMillis(100), 8, 10, 300, false);
    }

    Settings rounds(int number) {
        return new Settings(number, warmUps, round, threads, countedCalls, jobs, forked);
    }

    Settings round(Duration length) {
        return new Settings(rounds, warmUps, length, threads, countedCalls, jobs, forked);
    }

    Settings jobs(int number) {
        return new Settings(rounds, warmUps, round, threads, countedCalls, number, forked);
    }
}
