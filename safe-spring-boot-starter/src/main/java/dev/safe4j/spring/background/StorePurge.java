package dev.safe4j.spring.background;

import dev.safe4j.background.BackgroundTasks;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntUnaryOperator;

/**
 * Deletes from a store what is over, now and then, in bounded steps; begins when it is first told to, so that an application that does not
 * use the store needs no table. Every instance does it. Thread-safe.
 */
public final class StorePurge {

    /** The longest time from one run to the next. */
    public static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

    private final BackgroundTasks tasks;
    private final String name;
    private final IntUnaryOperator purge;
    private final Duration interval;
    private final int batch;
    private final int batches;
    private final AtomicBoolean hasBegun = new AtomicBoolean();

    /**
     * Makes the purge.
     *
     * @param tasks run it
     * @param what is deleted, in the singular, such as "quota"
     * @param purge deletes so many at most, and returns how many it has
     * @param interval from the end of one purge to the next; zero for no purge at all
     * @param batch how many are deleted in a step, 1 to 100,000
     * @param batches how many steps a purge has at most, 1 to 10,000
     * @throws IllegalArgumentException if a value is out of that
     */
    public StorePurge(
            BackgroundTasks tasks, String what, IntUnaryOperator purge, Duration interval, int batch, int batches) {
        if (interval.isNegative() || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("purges come at most a day apart, and not " + interval + ".");
        }
        if (batch < 1 || batch > 100_000 || batches < 1 || batches > 10_000) {
            throw new IllegalArgumentException("a purge has 1 to 10,000 steps of 1 to 100,000 " + what + "s, and not "
                    + batches + " of " + batch + ".");
        }
        this.tasks = tasks;
        this.name = "safe4j-" + what + "-purge";
        this.purge = purge;
        this.interval = interval;
        this.batch = batch;
        this.batches = batches;
    }

    /** Begins, unless it has begun. */
    public void begin() {
        if (!interval.isZero() && !hasBegun.get() && hasBegun.compareAndSet(false, true)) {
            tasks.every(interval, name, this::run);
        }
    }

    private void run() {
        int step = 0;
        while (step < batches && purge.applyAsInt(batch) == batch) {
            step++;
        }
    }
}
