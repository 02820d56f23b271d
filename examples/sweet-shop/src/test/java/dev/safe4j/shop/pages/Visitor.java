package dev.safe4j.shop.pages;

import dev.safe4j.servers.Await;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Somebody who does one thing on a thread of his own, and whom the test can see waiting. */
public final class Visitor {

    public static final Duration BOUND = Duration.ofSeconds(20);

    private final Thread thread;
    private final FutureTask<Boolean> task;

    private Visitor(String name, Runnable action) {
        this.task = new FutureTask<>(action, true);
        this.thread = new Thread(task, name);
        thread.setDaemon(true);
    }

    public static Visitor starts(String name, Runnable action) {
        Visitor visitor = new Visitor(name, action);
        visitor.thread.start();
        return visitor;
    }

    /** Returns as soon as the thread is in this state. */
    public Visitor awaitState(Thread.State state) {
        Await.until(BOUND, thread.getName() + " is " + state, () -> thread.getState() == state);
        return this;
    }

    public boolean isDone() {
        return task.isDone();
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** Awaits the end, and returns what was thrown, or null if nothing was. */
    public @Nullable Throwable failure() {
        try {
            task.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException failed) {
            return failed.getCause();
        } catch (TimeoutException stuck) {
            throw new AssertionError(thread.getName() + " was not done within " + BOUND, stuck);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + thread.getName(), interrupted);
        }
    }

    /** Awaits the end, which is to be a good one. */
    public void finish() {
        Throwable failure = failure();
        if (failure != null) {
            throw new AssertionError(thread.getName() + " failed", failure);
        }
    }
}
