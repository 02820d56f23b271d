package dev.safe4j.job;

import dev.safe4j.job.JobListener.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how runs have ended, those that end at about the same time together. Thread-safe. A claim is renewed until its ending is written,
 * so that an ending waits for a store that is away, as long as that is not away for longer than a lease. After a failure fewer are written
 * together, and those that failed come last: one ending that the store refuses holds up no other for long.
 */
final class EndingBatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(EndingBatch.class);

    /** What is waited for further endings, while there are runs that may come to one. */
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(2);

    private static final int ENOUGH = 100;
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final JobEngine engine;
    private final BooleanSupplier mayGetMore;
    private final Consumer<List<JobRun>> onWritten;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Ended> waiting = new ArrayList<>();
    private int most = JobStore.MOST_AT_ONCE;
    private int underWay;
    private boolean closed;
    private long pause = FIRST_PAUSE;

    /** How a run ended. */
    record Ended(JobRun run, JobEnding ending, End end, Duration time) {}

    EndingBatch(JobEngine engine, BooleanSupplier mayGetMore, Consumer<List<JobRun>> onWritten) {
        this.engine = engine;
        this.mayGetMore = mayGetMore;
        this.onWritten = onWritten;
    }

    void add(Ended ended) {
        lock.lock();
        try {
            waiting.add(ended);
            if (waiting.size() == 1 || waiting.size() >= ENOUGH) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many are not written yet. */
    int size() {
        lock.lock();
        try {
            return waiting.size() + underWay;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what there is and what still runs comes to, and ends. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        for (List<Ended> batch = next(); !batch.isEmpty(); batch = next()) {
            write(batch);
        }
    }

    /** Waits for the next ones; none if it was closed and all are written. */
    private List<Ended> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !(closed && !mayGetMore.getAsBoolean())) {
                await(LONGEST_PAUSE);
            }
            long left = LINGER;
            while (left > 0 && waiting.size() < ENOUGH && !closed && mayGetMore.getAsBoolean()) {
                left = await(left);
            }
            List<Ended> batch = waiting.subList(0, Math.min(waiting.size(), most));
            List<Ended> taken = List.copyOf(batch);
            batch.clear();
            underWay = taken.size();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody interrupts this thread but to no purpose: what has ended is to be written. */
    @SuppressWarnings("WaitNotInLoop") // those who call it loop
    private long await(long nanos) {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException ignored) {
            return 0;
        }
    }

    private void write(List<Ended> batch) {
        try {
            List<Boolean> answers =
                    engine.store().end(batch.stream().map(Ended::ending).toList());
            for (int i = 0; i < batch.size(); i++) {
                written(batch.get(i), answers.get(i));
            }
            most = Math.min(JobStore.MOST_AT_ONCE, 2 * most);
        } catch (RuntimeException | Error failure) { // its thread is the only one that writes
            again(batch, failure);
        } finally {
            noneUnderWay();
        }
        onWritten.accept(batch.stream().map(Ended::run).toList());
    }

    private void noneUnderWay() {
        lock.lock();
        try {
            underWay = 0;
            if (waiting.isEmpty()) { // else one may be among them that fails again and again
                pause = FIRST_PAUSE;
            }
        } finally {
            lock.unlock();
        }
    }

    private void written(Ended ended, boolean mine) {
        JobRun run = ended.run();
        if (mine) {
            engine.forget(run);
        } else {
            engine.lose(run.lease(), "the store says that it is no longer this worker's");
        }
        engine.ended(run, mine ? ended.end() : End.LOST, ended.time());
    }

    private void again(List<Ended> batch, Throwable failure) {
        List<Ended> held = new ArrayList<>();
        for (Ended each : batch) {
            if (each.run().isHeld()) {
                held.add(each);
            } else {
                engine.ended(each.run(), End.LOST, each.time());
            }
        }
        LOG.warn(
                "How {} jobs ended could not be written; for {} of them, whose claims are held, it is tried again.",
                batch.size(),
                held.size(),
                failure);
        most = Math.max(1, batch.size() / 2);
        lock.lock();
        try {
            if (batch.size() == 1) { // of more, what can be written is not to wait for what cannot
                pause();
            }
            waiting.addAll(held);
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        long left = pause;
        while (left > 0) {
            left = await(left);
        }
        pause = Math.min(LONGEST_PAUSE, 2 * pause);
    }
}
