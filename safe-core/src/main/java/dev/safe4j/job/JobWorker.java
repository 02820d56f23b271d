package dev.safe4j.job;

import dev.safe4j.job.EndingBatch.Ended;
import dev.safe4j.job.JobListener.End;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims jobs and has their handlers run, so many at a time, until it is stopped. Thread-safe.
 *
 * <p>Everything that it has claimed is renewed, what waits to be run too, from the claim to the end of the last run, in one statement a
 * third of the lease. Jobs that were not begun when it is stopped go back without an attempt being counted.
 */
public final class JobWorker implements AutoCloseable {

    /** How long a stop waits for runs to end before they are interrupted, unless said otherwise. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);
    private static final Duration TO_WRITE = Duration.ofSeconds(10);

    private final JobEngine engine;
    private final String id;
    private final JobThreads threads;
    private final JobExecution execution;
    private final Runners runners;
    private final EndingBatch endings;
    private final Room room;
    private final WorkLoop loop;
    private final JobEngine.Wakeable wakeUp;
    private @Nullable Thread looping;
    private @Nullable Thread writing;
    private boolean isStopped;

    JobWorker(JobWorkerBuilder options) {
        this.engine = options.engine;
        this.id = options.label + "-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        this.threads = new JobThreads(options.label, options.virtualThreads);
        this.endings = new EndingBatch(engine, this::isBusy, this::written);
        Handlings handlings = new Handlings(options.handlings, id);
        this.execution = new JobExecution(options, handlings, threads.timer(), endings::add);
        this.runners = new Runners(options.concurrency, threads.runners(), execution::run, this::taken);
        this.room = new Room(runners, endings, options.concurrency, options.buffer);
        this.loop = new WorkLoop(options, handlings, room, this::accept, threads.runners());
        this.wakeUp = loop::wake;
    }

    private boolean isBusy() {
        return runners.busy() > 0;
    }

    private void taken() {
        if (room.isAwaited()) {
            loop.wake(false);
        }
    }

    /** The end of a job may have been what the next one of its group, or the claims, waited for. */
    private void written(List<JobRun> ended) {
        if (room.isAwaited() || ended.stream().anyMatch(each -> each.job().group() != null)) {
            loop.wake(false);
        }
    }

    /** What comes when it is stopped is given back at once: nobody may write endings any more. */
    private void accept(List<JobRun> claimed) {
        if (!runners.add(claimed) && !claimed.isEmpty()) {
            engine.giveBack(claimed);
            claimed.forEach(each -> engine.ended(each, End.GIVEN_BACK, Duration.ZERO));
        }
    }

    /**
     * Returns who it is.
     *
     * @return the id, another one for each start of a process; claims carry it, for people
     */
    public String id() {
        return id;
    }

    /**
     * Begins to claim jobs.
     *
     * @throws IllegalStateException if it was started before
     */
    public synchronized void start() {
        if (looping != null || isStopped) {
            throw new IllegalStateException("worker " + id + " was started or stopped before: build another one.");
        }
        engine.addWorker(wakeUp);
        writing = threads.start("endings", endings);
        looping = threads.start("claims", loop);
        LOG.info("Worker {} was started.", id);
    }

    /**
     * Returns how many jobs are run now, those that were left to themselves too.
     *
     * @return the number
     */
    public int running() {
        return runners.busy();
    }

    /**
     * Returns how many claimed jobs wait to be run.
     *
     * @return the number
     */
    public int waiting() {
        return runners.waiting();
    }

    /**
     * Tells whether it can do nothing any more, as too many runs go on though they were interrupted.
     *
     * @return true if only a restart of the process helps
     */
    public boolean isStuck() {
        return runners.isFull();
    }

    /**
     * Claims nothing more, gives back what was not begun, and waits for what runs. What runs after the grace is interrupted; what runs
     * some seconds after that goes on, its claim renewed, until it ends or the queue is closed. Does nothing the second time. An interrupt
     * of the caller ends the waiting.
     *
     * @param grace how long runs are given, zero or more
     * @return true if nothing is claimed or runs any more and all is written
     */
    public synchronized boolean stop(Duration grace) {
        if (isStopped) {
            return runners.busy() == 0;
        }
        isStopped = true;
        try {
            return stopAll(grace);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            endings.close();
            threads.close();
            LOG.info("Worker {} was stopped; {} jobs still run.", id, runners.busy());
        }
    }

    private boolean stopAll(Duration grace) throws InterruptedException {
        loop.stop();
        giveBack(runners.drain()); // before anything is waited for, which an interrupt would end
        engine.removeWorker(wakeUp);
        boolean claimsNoMore = join(looping, TO_WRITE);
        boolean idle = runners.awaitIdle(Math.max(0, grace.toNanos()));
        if (!idle) {
            execution.stopping();
            runners.interruptAll();
            idle = runners.awaitIdle(AFTER_INTERRUPT.toNanos());
        }
        endings.close();
        return join(writing, TO_WRITE) && idle && claimsNoMore;
    }

    private static boolean join(@Nullable Thread thread, Duration time) throws InterruptedException {
        if (thread != null) {
            TimeUnit.NANOSECONDS.timedJoin(thread, time.toNanos());
        }
        return thread == null || !thread.isAlive();
    }

    private void giveBack(List<JobRun> notBegun) {
        notBegun.forEach(each ->
                endings.add(new Ended(each, new JobEnding.GiveBack(each.owner()), End.GIVEN_BACK, Duration.ZERO)));
    }

    /** Stops it, with {@link #DEFAULT_GRACE}. */
    @Override
    public void close() {
        stop(DEFAULT_GRACE);
    }
}
