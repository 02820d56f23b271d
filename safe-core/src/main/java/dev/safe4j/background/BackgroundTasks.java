package dev.safe4j.background;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks that nobody waits for, once or again and again, and says what becomes of them. Thread-safe.
 *
 * <p>Every failure is logged and told to the listeners. So many run at a time, and so many wait in order; what is too much is refused by
 * an exception. They run outside of the caller's transaction.
 */
public final class BackgroundTasks implements AutoCloseable {

    /** How many run at a time, unless said otherwise. */
    public static final int DEFAULT_CONCURRENCY = 8;

    /** How many wait, unless said otherwise. */
    public static final int DEFAULT_QUEUE = 1_000;

    /** How long a stop waits for tasks, unless said otherwise. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

    private final @Nullable Duration timeLimit;
    private final List<TaskListener> listeners;
    private final Places places;
    private final ScheduledThreadPoolExecutor timer = WorkerThreads.timer("safe4j-background-timer");

    private BackgroundTasks(Builder options) {
        this.places = new Places(options.threads, options.concurrency, options.longestQueue);
        this.timeLimit = options.timeLimit;
        this.listeners = List.copyOf(options.listeners);
    }

    /** How background tasks are set up. For one thread. */
    public static final class Builder {

        private final List<TaskListener> listeners = new ArrayList<>();
        private int concurrency = DEFAULT_CONCURRENCY;
        private int longestQueue = DEFAULT_QUEUE;
        private @Nullable Duration timeLimit;
        private Executor threads = WorkerThreads.named("safe4j-background");

        private Builder() {}

        Builder threads(Executor own) {
            threads = own;
            return this;
        }

        /**
         * Sets how many tasks run at a time.
         *
         * @param atOnce one or more
         * @return this
         * @throws IllegalArgumentException if it is less
         */
        public Builder concurrency(int atOnce) {
            if (atOnce < 1) {
                throw new IllegalArgumentException("one task or more runs at a time, but " + atOnce + " was given.");
            }
            concurrency = atOnce;
            return this;
        }

        /**
         * Sets how many tasks wait besides those that run.
         *
         * @param longest zero or more
         * @return this
         * @throws IllegalArgumentException if it is less
         */
        public Builder queue(int longest) {
            if (longest < 0) {
                throw new IllegalArgumentException("zero or more tasks wait, but " + longest + " was given.");
            }
            longestQueue = longest;
            return this;
        }

        /**
         * Sets when a run is interrupted; never unless said.
         *
         * @param longest longer than zero, at most a day
         * @return this
         * @throws IllegalArgumentException if it is out of that
         */
        public Builder timeLimit(Duration longest) {
            if (longest.isZero() || longest.isNegative() || longest.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "a time limit is longer than zero, at most " + LONGEST + ", but " + longest + " was given.");
            }
            timeLimit = longest;
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener is told of every failure, and the rest
         * @return this
         */
        public Builder listener(TaskListener listener) {
            listeners.add(Objects.requireNonNull(listener, "the listener is null"));
            return this;
        }

        /**
         * Sets it up.
         *
         * @return the tasks, to be closed
         */
        public BackgroundTasks build() {
            return new BackgroundTasks(this);
        }
    }

    /**
     * Begins to set up background tasks.
     *
     * @return the set-up
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runs a task once, soon.
     *
     * @param name for the log and the listeners, one of few
     * @param task what is done
     * @throws RejectedExecutionException if too many wait, or it was stopped; it is not run
     */
    public void run(String name, Task task) {
        if (!places.offer(new Running(this, name, Objects.requireNonNull(task, "the task is null"), isSuccess -> {}))) {
            refused(name);
            throw new RejectedExecutionException("background task '" + name + "' is not run: "
                    + (isStopped() ? "all was stopped." : places.longestQueue() + " tasks wait already."));
        }
    }

    /**
     * Runs a task again and again, the first time after a pause.
     *
     * @param rule when, and what a failure changes
     * @param name for the log and the listeners
     * @param task what is done
     * @return to be asked or cancelled
     */
    public RepeatingTask repeat(Repeat rule, String name, Task task) {
        RepeatingTask repeating = new RepeatingTask(this, name, rule, Objects.requireNonNull(task, "the task is null"));
        repeating.schedule();
        return repeating;
    }

    /**
     * Runs a task again and again, at the same pace whatever fails.
     *
     * @param pause from the end of a run to the next one
     * @param name for the log and the listeners
     * @param task what is done
     * @return to be asked or cancelled
     */
    public RepeatingTask every(Duration pause, String name, Task task) {
        return repeat(Repeat.every(pause), name, task);
    }

    void told(String name, Duration took, @Nullable Throwable failure) {
        if (failure instanceof Error) {
            LOG.error("Background task '{}' ended with an error.", name, failure);
        } else if (failure != null) {
            LOG.warn("Background task '{}' failed.", name, failure);
        }
        tell(listener -> listener.onEnd(name, took, failure));
    }

    void refused(String name) {
        LOG.warn("Background task '{}' was not run.", name);
        tell(listener -> listener.onRefused(name));
    }

    void stoppedByRule(String name, int failures) {
        LOG.error("Background task '{}' failed {} times in a row and is not run again.", name, failures);
        tell(listener -> listener.onStopped(name, failures));
    }

    private void tell(Consumer<TaskListener> event) {
        for (TaskListener each : listeners) {
            try {
                event.accept(each);
            } catch (RuntimeException | Error failure) { // the latter of libraries that do not fit together
                LOG.warn("A task listener failed; nothing else changes.", failure);
            }
        }
    }

    Places places() {
        return places;
    }

    ScheduledThreadPoolExecutor timer() {
        timer.prestartCoreThread(); // what gets no thread when it is scheduled stays in the timer all the same
        return timer;
    }

    @Nullable
    Duration timeLimit() {
        return timeLimit;
    }

    boolean isStopped() {
        return places.isClosed();
    }

    /**
     * Takes no more, repeats nothing, and waits for what runs and what waits. After the grace what waits is refused, and what runs is
     * interrupted and waited for some seconds more. An interrupt of the caller ends the grace.
     *
     * @param grace how long tasks are given, zero to a day
     * @return true if nothing runs any more
     * @throws IllegalArgumentException if the grace is out of that; nothing was stopped
     */
    public boolean stop(Duration grace) {
        if (grace.isNegative() || grace.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the grace of a stop is zero to " + LONGEST + ", but " + grace + " was given.");
        }
        places.close();
        boolean isInterrupted = false;
        try {
            if (places.awaitIdle(grace)) {
                return true;
            }
        } catch (InterruptedException interrupted) {
            isInterrupted = true;
        } finally {
            timer.shutdownNow();
        }
        places.clear().forEach(each -> refused(each.name()));
        try {
            return !isInterrupted && places.awaitIdle(AFTER_INTERRUPT);
        } catch (InterruptedException again) {
            isInterrupted = true;
            return false;
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stops it, with {@link #DEFAULT_GRACE}. */
    @Override
    public void close() {
        stop(DEFAULT_GRACE);
    }
}
