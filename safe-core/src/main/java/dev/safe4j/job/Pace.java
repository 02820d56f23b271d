package dev.safe4j.job;

import java.time.Duration;

/**
 * How many jobs of a type begin in a time, over all workers: one each {@code per / jobs}, a burst of {@code jobs} after a pause. Those whose
 * turn passed while no worker was there, and which are more than a burst, get a new one behind those that have one.
 *
 * @param jobs 1 or more
 * @param per the time, a millisecond for each job at least, a day at most
 */
public record Pace(int jobs, Duration per) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its bounds
     */
    public Pace {
        if (jobs < 1 || per.toMillis() < jobs || per.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "a pace is one job or more in a time of a millisecond for each, and of a day at most; " + jobs
                            + " in " + per + " is not.");
        }
    }

    /**
     * Returns the time from one job to the next.
     *
     * @return the time, in microseconds
     */
    public long intervalMicros() {
        return per.toNanos() / 1_000 / jobs;
    }
}
