package dev.safe4j.job;

import dev.safe4j.job.JobStore.Claimable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How jobs of one type are handled. Immutable.
 *
 * @param type which ones
 * @param policy how they are run
 * @param body what is done
 * @param schedule whose runs they are; null for jobs that were enqueued
 */
record Handling(
        String type, JobPolicy policy, Body body, @Nullable JobSchedule schedule) {

    /** What is done for a job. */
    @FunctionalInterface
    interface Body {

        void run(JobRun run) throws Exception;
    }

    static <T> Handling of(String type, Class<T> payload, JobPolicy policy, JobHandler<T> handler) {
        return new Handling(type, policy, run -> handler.run(run.payload(payload), run), null);
    }

    static Handling of(JobSchedule schedule) {
        Body body = run -> schedule.handler().run(run, run);
        return new Handling(schedule.name(), schedule.policy(), body, schedule);
    }

    /** Of jobs that nobody here knows what to do with. */
    static Handling unknown(String type, String worker) {
        Body body = run -> {
            throw new PermanentJobException("worker " + worker + " has no handler of jobs of type '" + type
                    + "', and was told to bury those: start workers that have one, and retry the dead letter.");
        };
        return new Handling(type, JobPolicy.defaults(), body, null);
    }

    Claimable claimable() {
        return new Claimable(type, policy.attempts(), policy.pace());
    }

    JobEnding done(JobRun run) {
        Instant next = schedule == null ? null : schedule.nextAfter(run.due(), run.now());
        return next == null
                ? new JobEnding.Done(run.owner(), policy.keepDone())
                : new JobEnding.Renew(run.owner(), next, run.history());
    }

    /** A schedule is never dead: when its attempts are over, the next time is waited for. */
    JobEnding failed(JobRun run, Throwable failure) {
        JobEnding ending = policy.ending(run, failure);
        Instant next =
                schedule != null && ending instanceof JobEnding.Bury ? schedule.nextAfter(run.due(), run.now()) : null;
        return next == null ? ending : new JobEnding.Renew(run.owner(), next, run.historyWith(failure));
    }

    /** Until the run begins, a claim is kept without regard to its time limit. */
    Duration renewed() {
        return policy.holdsWhileRunning() ? JobWorkerBuilder.LONGEST_HOLD : policy.timeLimit();
    }
}
