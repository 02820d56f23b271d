package dev.safe4j.background;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a task. Thread-safe. */
final class Running implements Runnable {

    private final BackgroundTasks home;
    private final String name;
    private final Task task;
    private final Consumer<Boolean> ended;
    private @Nullable Thread thread;
    private boolean isInterrupted;

    Running(BackgroundTasks home, String name, Task task, Consumer<Boolean> ended) {
        this.home = home;
        this.name = name;
        this.task = task;
        this.ended = ended;
    }

    String name() {
        return name;
    }

    @Override
    public void run() {
        synchronized (this) {
            thread = Thread.currentThread();
            if (isInterrupted) { // by a stop, before there was a thread
                thread.interrupt();
            }
        }
        long begun = System.nanoTime();
        Future<?> limit = null;
        Throwable failure = null;
        try {
            limit = limit();
            task.run();
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            if (limit != null) {
                limit.cancel(false);
            }
            synchronized (this) {
                thread = null; // after this nobody interrupts the thread for this run; that it was is forgotten
                if (isInterrupted) {
                    Thread.interrupted();
                }
            }
        }
        home.told(name, Duration.ofNanos(System.nanoTime() - begun), failure);
        ended.accept(failure == null);
    }

    /** Ends it before it began. */
    void fail(Throwable noThread) {
        home.told(name, Duration.ZERO, noThread);
        ended.accept(false);
    }

    private @Nullable Future<?> limit() {
        Duration longest = home.timeLimit();
        return longest == null ? null : home.timer().schedule(this::interrupt, longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Also before it has a thread; after its end it reaches nobody. */
    synchronized void interrupt() {
        isInterrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
