package dev.safe4j.fanout;

import dev.safe4j.fanout.Outcome.Cancelled;
import dev.safe4j.fanout.Outcome.Failure;
import dev.safe4j.fanout.Outcome.NotStarted;
import dev.safe4j.fanout.Outcome.Success;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one fan-out, between the one thread that adds them and takes them back when they are decided, and the workers that run
 * them. A task's place and weight are free when its body has ended, however early it was decided. Thread-safe.
 */
final class Batch<I, T extends @Nullable Object> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition toRun = lock.newCondition();
    private final Condition toTake = lock.newCondition();
    private final ArrayDeque<Task<I, T>> ready = new ArrayDeque<>();
    private final Running<I, T> running = new Running<>();
    private ArrayDeque<Task<I, T>> decided = new ArrayDeque<>();

    private final Options<I> options;
    private final Rule rule;
    private final int ahead;
    private final long end;
    private long free;
    private long successes;
    private int workers;
    private int idle;
    private boolean isComplete;
    private boolean isStopped;
    private boolean isTakerWaiting;
    private long takerWakesAt;
    private @Nullable Error error;

    /** Makes one that takes so many tasks ahead of those that run. */
    Batch(Options<I> options, Rule rule, int ahead) {
        this.options = options;
        this.ahead = ahead;
        this.rule = rule;
        this.end = System.nanoTime() + options.deadline().toNanos();
        this.free = options.budget();
    }

    private <R extends @Nullable Object> R locked(Supplier<R> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    /** How many more tasks can be added now. */
    int room() {
        return locked(() -> isStopped ? 0 : ahead - ready.size());
    }

    /**
     * Adds tasks.
     *
     * @param tasks those that were taken from the source
     * @param isLast whether no more will be added
     * @return how many more workers are needed, which have to be started
     */
    int add(List<Task<I, T>> tasks, boolean isLast) {
        lock.lock();
        try {
            tasks.forEach(this::add);
            if (isLast && !isComplete) {
                isComplete = true;
                toRun.signalAll();
            }
            for (int i = Math.min(idle, ready.size()); i > 0; i--) {
                toRun.signal();
            }
            int more = Math.max(0, Math.min(ready.size() - idle, options.concurrency() - workers));
            workers += more;
            return more;
        } finally {
            lock.unlock();
        }
    }

    private void add(Task<I, T> task) {
        if (task.outcome != null) {
            decide(task, task.outcome);
        } else if (isStopped) {
            decide(task, new NotStarted<>());
        } else {
            ready.add(task);
        }
    }

    /** A worker that was to be started could not be; whether nobody is left for what is to be run. */
    boolean refused() {
        return locked(() -> --workers == 0 && !ready.isEmpty());
    }

    /**
     * Ends one task of a worker, if there is one, whose place and weight are free from here on, and begins its next: in one step, as it
     * is the hot one. How it ended is its outcome only if it was not decided before.
     *
     * @return the next one; null if the worker has to end
     */
    @Nullable
    Task<I, T> next(@Nullable Task<I, T> last, @Nullable Outcome<T> how, boolean waits) {
        lock.lock();
        try {
            if (last != null) {
                bodyEnded(last, how);
                running.end(last);
                free += last.weight;
            }
            Task<I, T> next = begin(waits);
            workers -= next == null ? 1 : 0;
            if (idle > 0 && !ready.isEmpty()) {
                toRun.signal();
            }
            wakeTaker();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Task<I, T> begin(boolean waits) {
        while (!isStopped) {
            Task<I, T> head = ready.peek();
            if (head != null && head.weight <= free) {
                ready.remove();
                free -= head.weight;
                running.begin(head);
                return head;
            }
            long left = end - System.nanoTime();
            if (left <= 0 || !waits || (head == null && isComplete)) {
                return null;
            }
            wakeTaker();
            idle++;
            try {
                toRun.awaitNanos(left);
            } catch (InterruptedException ofExecutor) {
                return null;
            } finally {
                idle--;
            }
        }
        return null;
    }

    /** The body of a task has ended, and its place is not free yet. */
    void ended(Task<I, T> task, Outcome<T> how) {
        locked(() -> {
            bodyEnded(task, how);
            return isStopped;
        });
    }

    /** After this nobody interrupts its thread for it; that somebody had is forgotten. */
    private void bodyEnded(Task<I, T> task, @Nullable Outcome<T> how) {
        if (how == null || !Running.release(task)) {
            return; // it was told before
        }
        if (task.outcome == null) {
            decide(task, how);
        }
        if (how instanceof Failure<T> failure && failure.cause() instanceof Error thrown) {
            error = error == null ? thrown : error;
            stop(false);
        }
    }

    private void decide(Task<I, T> task, Outcome<T> outcome) {
        task.outcome = outcome;
        decided.add(task);
        successes += outcome instanceof Success ? 1 : 0;
        if (successes == rule.wanted() || (rule.endsAtFailure() && !(outcome instanceof Success))) {
            stop(false);
        }
    }

    /** Nothing more begins; what runs is decided and interrupted. */
    void cancel() {
        locked(() -> {
            stop(false);
            return isStopped;
        });
    }

    private void stop(boolean isLate) {
        if (isStopped) {
            return;
        }
        isStopped = true;
        for (Task<I, T> each : running.allUndecided()) {
            decide(each, isLate ? Running.timedOut(each) : new Cancelled<>());
            Running.interrupt(each);
        }
        ready.forEach(each -> decide(each, new NotStarted<>()));
        ready.clear();
        toRun.signalAll();
        toTake.signal();
    }

    /** Who takes tasks back is woken when there is something to do for it, not for every single one. */
    private void wakeTaker() {
        if (isTakerWaiting && (hasForTaker() || running.nextTime(options.each(), end) - takerWakesAt < 0)) {
            toTake.signal();
        }
    }

    private boolean hasForTaker() {
        if (isStopped || (rule.isEager() && !decided.isEmpty())) {
            return true;
        }
        return isComplete ? ready.isEmpty() && running.undecided() == null : ready.size() <= ahead / 2;
    }

    /**
     * Waits until there is something to take back or room to add, and keeps the times meanwhile.
     *
     * @return what was decided since
     */
    ArrayDeque<Task<I, T>> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            keepTimes();
            while (!hasForTaker()) {
                isTakerWaiting = true;
                takerWakesAt = running.nextTime(options.each(), end);
                toTake.awaitNanos(Math.max(1, takerWakesAt - System.nanoTime()));
                keepTimes();
            }
            ArrayDeque<Task<I, T>> taken = decided;
            decided = new ArrayDeque<>();
            return taken;
        } finally {
            isTakerWaiting = false;
            lock.unlock();
        }
    }

    /** Whether nothing more will be decided. */
    boolean isOver() {
        return locked(
                () -> (isStopped || isComplete) && decided.isEmpty() && ready.isEmpty() && running.undecided() == null);
    }

    private void keepTimes() {
        long now = System.nanoTime();
        if (now - end >= 0) {
            stop(true);
        }
        Duration each = options.each();
        Task<I, T> late = running.overdue(each, now);
        while (late != null) {
            decide(late, Running.timedOut(late));
            Running.interrupt(late);
            late = running.overdue(each, now);
        }
    }

    /** Waits for the bodies that still run, however often it is interrupted; whether it was. */
    boolean awaitBodies() {
        long until = System.nanoTime() + options.grace().toNanos();
        boolean interrupted = false;
        lock.lock();
        isTakerWaiting = true;
        try {
            while (!running.isEmpty() && until - System.nanoTime() > 0) {
                try {
                    toTake.awaitNanos(until - System.nanoTime());
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            isTakerWaiting = false;
            lock.unlock();
        }
        return interrupted;
    }

    List<Integer> stillRunning() {
        return locked(running::places);
    }

    @Nullable
    Error error() {
        return this.<@Nullable Error>locked(() -> error);
    }
}
