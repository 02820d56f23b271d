package dev.safe4j.job;

import dev.safe4j.job.JobStore.Claimable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How jobs of one type are handled. Immutable.
 *
 * @param type which ones
 * @param payload what they are about
 * @param policy how they are run
 * @param handler what is done
 * @param schedule whose runs they are; null for jobs that were enqueued
 */
record Handling<T>(
        String type,
        Class<T> payload,
        JobPolicy policy,
        JobHandler<T> handler,
        @Nullable JobSchedule schedule) {

    static Handling<String> of(JobSchedule schedule) {
        return new Handling<>(
                schedule.name(),
                String.class,
                schedule.policy(),
                (definition, run) -> schedule.handler().run(run, run),
                schedule);
    }

    Claimable claimable() {
        return new Claimable(type, policy.attempts(), policy.pace());
    }

    void call(JobRun run) throws Exception {
        handler.run(run.payload(payload), run);
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
