package dev.safe4j.jdbc.transaction;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a transaction should take. One that takes longer is reported once, with a stack, and goes on: this finds long
 * transactions, it does not end them (a time-out does). Immutable and thread-safe.
 */
public final class TimeBudget {

    private static final Logger LOG = LoggerFactory.getLogger(TimeBudget.class);

    private final Duration limit;
    private final @Nullable ScheduledExecutorService watcher;
    private final Consumer<Overrun> report;

    private TimeBudget(Duration limit, @Nullable ScheduledExecutorService watcher, Consumer<Overrun> report) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException(
                    "the time budget of a transaction must be longer than zero, and is " + limit + ".");
        }
        this.limit = limit;
        this.watcher = watcher;
        this.report = report;
    }

    /**
     * Makes a budget that is checked when the transaction ends, and logged as a warning with the stack at that point.
     *
     * @param limit longer than zero
     * @return the budget
     */
    public static TimeBudget of(Duration limit) {
        return new TimeBudget(limit, null, TimeBudget::log);
    }

    /**
     * Makes a budget that is checked the moment it is used up, while the transaction still runs, so that the stack shows what
     * it is doing.
     *
     * @param executor runs the check; stays the caller's
     * @return the budget
     */
    public TimeBudget watchedBy(ScheduledExecutorService executor) {
        return new TimeBudget(limit, executor, report);
    }

    /**
     * Sets who is told.
     *
     * @param listener gets each overrun, once, on the watcher's thread or the transaction's own
     * @return the budget with it
     */
    public TimeBudget reportedTo(Consumer<Overrun> listener) {
        return new TimeBudget(limit, watcher, listener);
    }

    /**
     * A transaction that took longer than its budget.
     *
     * @param name of the transaction
     * @param limit the budget
     * @param taken how long it had run when it was noticed
     * @param stack what its thread was doing then
     */
    public record Overrun(String name, Duration limit, Duration taken, List<StackTraceElement> stack) {}

    /**
     * Starts to watch the current thread.
     *
     * @param name of the transaction
     * @return to be closed when the transaction has ended, on the same thread
     */
    public Watch watch(String name) {
        return new Watch(name);
    }

    private static void log(Overrun overrun) {
        Throwable stack = new Throwable("what it was doing");
        stack.setStackTrace(overrun.stack().toArray(StackTraceElement[]::new));
        LOG.warn(
                "Transaction '{}' has run for {} and its budget is {}: locks and a connection are held.",
                overrun.name(),
                overrun.taken(),
                overrun.limit(),
                stack);
    }

    /** The watch over one transaction. */
    public final class Watch implements AutoCloseable {

        private final String name;
        private final long begun = System.nanoTime();
        private final Thread owner = Thread.currentThread();
        private final AtomicBoolean reported = new AtomicBoolean();
        private final @Nullable ScheduledFuture<?> alarm;

        private Watch(String name) {
            this.name = name;
            this.alarm = watcher == null
                    ? null
                    : watcher.schedule(this::reportIfOver, limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            if (alarm != null) {
                alarm.cancel(false);
            }
            reportIfOver();
        }

        private void reportIfOver() {
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            if (taken.compareTo(limit) >= 0 && reported.compareAndSet(false, true)) {
                try {
                    report.accept(new Overrun(name, limit, taken, List.of(owner.getStackTrace())));
                } catch (RuntimeException failure) {
                    LOG.warn("The report of a long transaction failed.", failure);
                }
            }
        }
    }
}
