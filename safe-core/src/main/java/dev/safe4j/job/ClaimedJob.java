package dev.safe4j.job;

import dev.safe4j.job.JobListener.End;
import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.List;

/**
 * A job that the caller has claimed, to be ended by one of {@link #complete}, {@link #fail} and {@link #giveBack}. Thread-safe. What is not
 * ended is run again, when the claim has run out.
 */
public final class ClaimedJob {

    private final JobEngine engine;
    private final JobRun run;
    private final JobPolicy policy;
    private final long begun = System.nanoTime();

    ClaimedJob(JobEngine engine, JobRun run, JobPolicy policy) {
        this.engine = engine;
        this.run = run;
        this.policy = policy;
    }

    /**
     * Returns the attempt.
     *
     * @return the run
     */
    public JobRun run() {
        return run;
    }

    /**
     * Says that the job is done.
     *
     * @throws LeaseLostException if the claim is lost: nothing was written
     */
    public void complete() {
        end(new JobEnding.Done(run.owner(), policy.keepDone()), End.DONE);
    }

    /**
     * Says that the job has failed: it is run again later, or is dead if its attempts are over or the failure is a permanent one.
     *
     * @param failure why
     * @throws LeaseLostException if the claim is lost: nothing was written
     */
    public void fail(Throwable failure) {
        JobEnding ending = policy.ending(run, failure);
        end(ending, ending instanceof JobEnding.Bury ? End.DEAD : End.FAILED);
    }

    /**
     * Gives the job back, not begun: the attempt is not counted.
     *
     * @throws LeaseLostException if the claim is lost: nothing was written
     */
    public void giveBack() {
        end(new JobEnding.GiveBack(run.owner()), End.GIVEN_BACK);
    }

    private void end(JobEnding ending, End end) {
        run.ensureHeld();
        boolean mine = engine.store().end(List.of(ending)).get(0);
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        if (!mine) {
            engine.lose(run.lease(), "the store says that it is no longer this worker's");
            engine.ended(run, End.LOST, time);
            run.ensureHeld();
        }
        engine.forget(run);
        engine.ended(run, end, time);
    }
}
