package dev.safe4j.spring.quota;

import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.counter.CounterListener;
import dev.safe4j.counter.CounterStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Forgets quotas of which nothing counts any more, now and then, in bounded steps; begins with the first take, so that an application that
 * takes of none needs no table. Every instance does it. Thread-safe.
 */
public final class QuotaPurge implements CounterListener {

    /** The longest time from one run to the next. */
    public static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

    private final BackgroundTasks tasks;
    private final CounterStore store;
    private final Duration interval;
    private final int batch;
    private final int batches;
    private final AtomicBoolean hasBegun = new AtomicBoolean();

    /**
     * Makes the purge.
     *
     * @param tasks run it
     * @param store what is purged
     * @param interval from the end of one purge to the next; zero for no purge at all
     * @param batch how many are forgotten in a step, 1 to 100,000
     * @param batches how many steps a purge has at most, 1 to 10,000
     * @throws IllegalArgumentException if a value is out of that
     */
    public QuotaPurge(BackgroundTasks tasks, CounterStore store, Duration interval, int batch, int batches) {
        if (interval.isNegative() || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("purges come at most a day apart, and not " + interval + ".");
        }
        if (batch < 1 || batch > 100_000 || batches < 1 || batches > 10_000) {
            throw new IllegalArgumentException(
                    "a purge has 1 to 10,000 steps of 1 to 100,000 quotas, and not " + batches + " of " + batch + ".");
        }
        this.tasks = tasks;
        this.store = store;
        this.interval = interval;
        this.batch = batch;
        this.batches = batches;
    }

    @Override
    public void onTake(String key, Outcome outcome, Duration took) {
        if (!interval.isZero() && !hasBegun.get() && hasBegun.compareAndSet(false, true)) {
            tasks.every(interval, "safe4j-quota-purge", this::purge);
        }
    }

    private void purge() {
        int step = 0;
        while (step < batches && store.purge(batch) == batch) {
            step++;
        }
    }
}
