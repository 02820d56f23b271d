package dev.safe4j.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what was claimed, so many at a time; the rest waits in order. Thread-safe. */
final class Runners {

    private static final Logger LOG = LoggerFactory.getLogger(Runners.class);

    private final int concurrency;
    private final Executor threads;
    private final BiConsumer<JobRun, Runner> body;
    private final Runnable onTaken;
    private final Deque<JobRun> queue = new ArrayDeque<>();
    private final Set<Runner> busy = new HashSet<>();
    private int abandoned;
    private boolean isDrained;

    /** What takes one job after the other. */
    final class Runner implements Runnable {

        /** What is interrupted, while a job is run. */
        private @Nullable Thread thread;

        private boolean isAbandoned;

        @Override
        public void run() {
            for (JobRun next = begin(this); next != null; next = begin(this)) {
                try {
                    body.accept(next, this);
                } catch (Throwable stray) { // it would end the thread, and keep the place for ever
                    LOG.error("{} could not be run: {} was thrown.", next, stray.getClass());
                } finally {
                    end(this);
                }
            }
        }

        void interrupt() {
            synchronized (Runners.this) {
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }

        /** Goes on without the thread, which ends when its job does; not without too many, so that a process is not filled with them. */
        boolean abandon() {
            synchronized (Runners.this) {
                if (thread == null || isAbandoned || abandoned == concurrency) {
                    return false;
                }
                isAbandoned = true;
                abandoned++;
                busy.remove(this);
                startMore();
                return true;
            }
        }
    }

    /**
     * Makes the runners.
     *
     * @param concurrency how many at a time
     * @param threads where they run
     * @param body runs a job; throws nothing
     * @param onTaken is told when one was taken from those that wait, or there is none any more
     */
    Runners(int concurrency, Executor threads, BiConsumer<JobRun, Runner> body, Runnable onTaken) {
        this.concurrency = concurrency;
        this.threads = threads;
        this.body = body;
        this.onTaken = onTaken;
    }

    /** Whether they are taken: not after a drain. */
    synchronized boolean add(List<JobRun> claimed) {
        if (!isDrained) {
            queue.addAll(claimed);
            startMore();
        }
        return !isDrained;
    }

    /** Begins what there is a place for: what waits for want of a thread, too, so it is to be called now and then. */
    synchronized void startMore() {
        boolean started = true;
        while (started && busy.size() < concurrency && busy.size() < queue.size() + running()) {
            started = start(new Runner());
        }
    }

    /** Whether there was a thread for it: one that never runs would keep its place for ever. */
    private boolean start(Runner next) {
        busy.add(next);
        try {
            threads.execute(next);
            return true;
        } catch (RuntimeException | Error noThread) {
            busy.remove(next);
            LOG.error("There is no thread to run jobs on: {} wait until there is one.", queue.size(), noThread);
            return false;
        }
    }

    private int running() {
        return (int) busy.stream().filter(each -> each.thread != null).count();
    }

    private @Nullable JobRun begin(Runner runner) {
        JobRun next;
        synchronized (this) {
            next = runner.isAbandoned ? null : queue.poll();
            if (next == null) {
                busy.remove(runner);
                notifyAll();
            } else {
                runner.thread = Thread.currentThread();
            }
        }
        onTaken.run();
        return next;
    }

    /** After this nobody interrupts the thread for the job any more; that it was is forgotten. */
    private synchronized void end(Runner runner) {
        runner.thread = null;
        if (runner.isAbandoned) {
            abandoned--;
        }
        Thread.interrupted();
    }

    synchronized int waiting() {
        return queue.size();
    }

    synchronized int busy() {
        return busy.size() + abandoned;
    }

    synchronized boolean isFull() {
        return abandoned == concurrency;
    }

    /** Takes back all that has not begun; nothing is taken any more. */
    synchronized List<JobRun> drain() {
        isDrained = true;
        List<JobRun> all = new ArrayList<>(queue);
        queue.clear();
        return all;
    }

    synchronized void interruptAll() {
        busy.forEach(Runner::interrupt);
    }

    /** Waits until nothing runs; false if something does after the time. */
    synchronized boolean awaitIdle(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!busy.isEmpty() || abandoned > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return true;
    }
}
