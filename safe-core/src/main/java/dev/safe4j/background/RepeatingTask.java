package dev.safe4j.background;

import java.util.concurrent.TimeUnit;

/** A task that is run again and again, never twice at once. Thread-safe. */
public final class RepeatingTask {

    private final BackgroundTasks home;
    private final String name;
    private final Repeat rule;
    private final Task task;
    private int failures;
    private boolean isOver;

    RepeatingTask(BackgroundTasks home, String name, Repeat rule, Task task) {
        this.home = home;
        this.name = name;
        this.rule = rule;
        this.task = task;
    }

    /** Not run again; a run that is under way goes on. */
    public synchronized void cancel() {
        isOver = true;
    }

    /**
     * Tells whether it is not run again.
     *
     * @return true after its rule or somebody stopped it
     */
    public synchronized boolean isOver() {
        return isOver || home.isStopped();
    }

    /** Only the end of a run, or of an attempt at one, leads to the next: so they do not overlap. */
    void schedule() {
        long pause;
        synchronized (this) {
            if (isOver) {
                return;
            }
            pause = rule.pauseAfter(failures).toNanos();
        }
        var unused = home.timer().schedule(this::begin, pause, TimeUnit.NANOSECONDS);
    }

    private void begin() {
        if (isOver()) {
            return;
        }
        if (!home.places().offer(new Running(home, name, task, this::ended))) {
            home.refused(name);
            schedule();
        }
    }

    private void ended(boolean isSuccess) {
        int inARow;
        synchronized (this) {
            failures = isSuccess ? 0 : failures + 1;
            inARow = failures;
            isOver |= rule.isOverAfter(failures);
        }
        if (rule.isOverAfter(inARow)) {
            home.stoppedByRule(name, inARow);
        }
        schedule();
    }
}
