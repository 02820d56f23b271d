package dev.safe4j.benchmarks;

import java.time.Duration;

/** One way to have jobs done by way of a table. Adding is thread-safe. */
interface JobWay extends AutoCloseable {

    /** In the table of results. */
    String name();

    /** Deletes all jobs. */
    void clear();

    /**
     * Adds jobs: one as one does, several together.
     *
     * @param jobs how many
     * @param delay from now on until they are due
     */
    void add(int jobs, Duration delay);

    /**
     * Begins to run what is due.
     *
     * @param job is what each of them does
     * @return ends it
     */
    Runnable start(Runnable job);

    /** A query for the number of jobs that are not done, those of tomorrow left out. */
    String unfinished();

    @Override
    void close();
}
