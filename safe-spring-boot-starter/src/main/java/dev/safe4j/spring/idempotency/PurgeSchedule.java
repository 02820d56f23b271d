package dev.safe4j.spring.idempotency;

import dev.safe4j.idempotency.IdempotencyListener;
import dev.safe4j.idempotency.RequestId;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has expired, now and then, in bounded steps; begins with the first request under a key, so that an application that has
 * none needs no table. Every instance does it: a step deletes what no other is deleting. Has one daemon thread, which is not itself an
 * executor, since as a bean it must not be taken for the application's own. Thread-safe.
 */
public final class PurgeSchedule implements IdempotencyListener, AutoCloseable {

    /** The longest time from one run to the next. */
    public static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(PurgeSchedule.class);

    private final IntUnaryOperator purge;
    private final long interval;
    private final int batch;
    private final int batches;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicBoolean hasBegun = new AtomicBoolean();

    /**
     * Makes the schedule.
     *
     * @param purge deletes so many at most, and returns how many it has
     * @param interval how long from one run to the next; zero for no run at all
     * @param batch how many are deleted in a step, 1 to 100,000
     * @param batches how many steps a run has at most, 1 to 10,000
     * @throws IllegalArgumentException if a value is out of that
     */
    public PurgeSchedule(IntUnaryOperator purge, Duration interval, int batch, int batches) {
        if (interval.isNegative() || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("purges come at most a day apart, and not " + interval + ".");
        }
        if (batch < 1 || batch > 100_000 || batches < 1 || batches > 10_000) {
            throw new IllegalArgumentException("a purge has 1 to 10,000 steps of 1 to 100,000 requests, and not "
                    + batches + " of " + batch + ".");
        }
        this.purge = purge;
        this.interval = interval.toMillis();
        this.batch = batch;
        this.batches = batches;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "safe4j-idempotency-purge");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void onFound(RequestId id, Found found) {
        begin();
    }

    /** Begins, unless it has begun; a listener is not told of requests that are recorded in a transaction of somebody else's. */
    void begin() {
        if (interval > 0 && !hasBegun.get() && hasBegun.compareAndSet(false, true)) {
            // Anywhere in the first interval, so that instances that start together do not purge together.
            long first = ThreadLocalRandom.current().nextLong(interval) + 1;
            ScheduledFuture<?> purges =
                    executor.scheduleWithFixedDelay(this::run, first, interval, TimeUnit.MILLISECONDS);
            LOG.debug("The first purge is in {} ms: {}", first, purges);
        }
    }

    /** Deletes until there is nothing left or the bound of a run is reached; a failure ends this run alone. */
    void run() {
        try {
            for (int step = 0; step < batches && !executor.isShutdown(); step++) {
                if (purge.applyAsInt(batch) < batch) {
                    return;
                }
            }
        } catch (RuntimeException failure) {
            LOG.warn("What has expired could not be deleted; it is tried again in {} ms.", interval, failure);
        }
    }

    /** Stops the thread. A step that runs is finished. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
