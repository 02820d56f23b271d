package dev.safe4j.job;

import java.time.Duration;

/**
 * How many jobs of a type begin in a time, over all workers: one each {@code per / jobs}, a burst of {@code jobs} after a pause. What counts
 * is the claim: what a worker has claimed ahead may begin together, unless {@linkplain JobWorkerBuilder#buffer its buffer} is 0.
 *
 * <p>A turn passes while no worker is there, where looks are further apart than {@code per}, and when what was claimed is given back. Of
 * those whose turn has passed a burst begins at once; the others get a new one behind those that have one. A turn that was given stays,
 * whatever pace the type has later.
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
