package dev.safe4j.fanout;

import dev.safe4j.fanout.Outcome.TimedOut;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks of a batch whose bodies run, in the order in which they began, decided ones too. Guarded by the batch. */
final class Running<I, T extends @Nullable Object> {

    private final Set<Task<I, T>> tasks = new LinkedHashSet<>();

    void begin(Task<I, T> task) {
        task.isStarted = true;
        task.startedAt = System.nanoTime();
        task.thread = Thread.currentThread();
        tasks.add(task);
    }

    void end(Task<I, T> task) {
        tasks.remove(task);
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** The one that began first of those that are not decided. */
    @Nullable
    Task<I, T> undecided() {
        for (Task<I, T> each : tasks) {
            if (each.outcome == null) {
                return each;
            }
        }
        return null;
    }

    /** One that is not decided though its time is over; null if there is none. */
    @Nullable
    Task<I, T> overdue(@Nullable Duration each, long now) {
        Task<I, T> oldest = each == null ? null : undecided();
        return oldest == null || each == null || now - oldest.startedAt < each.toNanos() ? null : oldest;
    }

    /** When there is something to do about times: the end of the batch at the latest. */
    long nextTime(@Nullable Duration each, long end) {
        Task<I, T> oldest = each == null ? null : undecided();
        long ofOldest = each == null || oldest == null ? end : oldest.startedAt + each.toNanos();
        return ofOldest - end < 0 ? ofOldest : end;
    }

    List<Task<I, T>> allUndecided() {
        return tasks.stream().filter(each -> each.outcome == null).toList();
    }

    List<Integer> places() {
        return tasks.stream().map(each -> each.index).toList();
    }

    static <T extends @Nullable Object> TimedOut<T> timedOut(Task<?, T> task) {
        return new TimedOut<>(Duration.ofNanos(System.nanoTime() - task.startedAt));
    }

    /** After this nobody interrupts the calling thread for it, and that somebody had is forgotten; false if it was so before. */
    static boolean release(Task<?, ?> task) {
        boolean isFirst = task.thread != null;
        task.thread = null;
        if (isFirst && task.isInterrupted) {
            Thread.interrupted();
        }
        return isFirst;
    }

    static void interrupt(Task<?, ?> task) {
        if (task.thread != null) {
            task.isInterrupted = true;
            task.thread.interrupt();
        }
    }
}
