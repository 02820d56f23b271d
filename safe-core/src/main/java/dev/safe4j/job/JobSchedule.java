package dev.safe4j.job;

import dev.safe4j.name.Names;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job that is run at certain times, once over all workers: its next run is a job of the store, claimed like any other. A run that takes
 * longer than the time to the next one is never overtaken by it. Immutable and thread-safe.
 *
 * @param name of the schedule, which is the type of its job
 * @param definition what {@code next} computes, as text, such as a cron expression with its zone; when it has changed, the next run is
 *     computed anew
 * @param next when it is run
 * @param missed what is done for times at which no worker was there
 * @param policy how it is run; when its attempts are over, the next time is waited for
 * @param handler what is done
 */
public record JobSchedule(
        String name, String definition, NextRun next, Missed missed, JobPolicy policy, JobHandler<JobRun> handler) {

    /** What is done for times at which no worker was there. */
    public enum Missed {
        /** One run for all of them. */
        ONE_RUN,
        /** A run for each of them, one after the other. */
        ALL_RUNS
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name or the definition is blank or too long
     */
    public JobSchedule {
        Names.checked("the name of a schedule", name, JobStore.LONGEST_TYPE);
        Names.checked("the definition of a schedule", definition, JobStore.LONGEST_KEY);
        Objects.requireNonNull(next, "when the schedule is run is null");
        Objects.requireNonNull(handler, "the handler of the schedule is null");
    }

    /**
     * Makes a schedule with the defaults: one run for all times that were missed.
     *
     * @param name of the schedule
     * @param definition what {@code next} computes, as text
     * @param next when it is run
     * @param handler what is done
     * @return the schedule
     */
    public static JobSchedule of(String name, String definition, NextRun next, JobHandler<JobRun> handler) {
        return new JobSchedule(name, definition, next, Missed.ONE_RUN, JobPolicy.defaults(), handler);
    }

    /** The time of the run after one that was due and is over now. */
    @Nullable
    Instant nextAfter(Instant due, Instant now) {
        return next.after(missed == Missed.ALL_RUNS || due.isAfter(now) ? due : now);
    }
}
