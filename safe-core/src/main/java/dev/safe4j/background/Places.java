package dev.safe4j.background;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The places of tasks: so many run at a time, and so many wait in order. Thread-safe. */
final class Places {

    private final Executor threads;
    private final int concurrency;
    private final int longestQueue;
    private final ArrayDeque<Running> queue = new ArrayDeque<>();
    private final Set<Running> running = new HashSet<>();
    private boolean isClosed;

    Places(Executor threads, int concurrency, int longestQueue) {
        this.threads = threads;
        this.concurrency = concurrency;
        this.longestQueue = longestQueue;
    }

    int longestQueue() {
        return longestQueue;
    }

    /** Whether there is room for it. */
    boolean offer(Running task) {
        Map<Running, Throwable> unstarted;
        synchronized (this) {
            if (isClosed || (running.size() >= concurrency && queue.size() >= longestQueue)) {
                return false;
            }
            queue.add(task);
            unstarted = startNext();
        }
        unstarted.forEach(Running::fail);
        return true;
    }

    /**
     * Gives those for which no thread could be made. One that is running starts the next at its end, so only if there is none are the
     * others tried too.
     */
    private Map<Running, Throwable> startNext() {
        Map<Running, Throwable> unstarted = new HashMap<>();
        while (running.size() < concurrency && !queue.isEmpty() && (unstarted.isEmpty() || running.isEmpty())) {
            Running next = queue.remove();
            running.add(next);
            try {
                threads.execute(() -> {
                    try {
                        next.run();
                    } finally {
                        ended(next);
                    }
                });
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                running.remove(next);
                unstarted.put(next, noThread);
            }
        }
        notifyAll();
        return unstarted;
    }

    private void ended(Running task) {
        Map<Running, Throwable> unstarted;
        synchronized (this) {
            running.remove(task);
            unstarted = startNext();
        }
        unstarted.forEach(Running::fail);
    }

    /** Takes no more. */
    synchronized void close() {
        isClosed = true;
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    /** Interrupts what runs, and gives what waited. */
    synchronized List<Running> clear() {
        List<Running> left = new ArrayList<>(queue);
        queue.clear();
        running.forEach(Running::interrupt);
        return left;
    }

    /** Whether nothing runs or waits any more, after some time at most. */
    synchronized boolean awaitIdle(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (!running.isEmpty() || !queue.isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return true;
    }
}
