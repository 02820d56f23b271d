package dev.safe4j.spring.job;

import dev.safe4j.job.JobPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is set of a policy; null is what is not set. Immutable.
 *
 * @param attempts the most attempts
 * @param firstDelay the wait after the first failure
 * @param longestDelay the longest wait after a failure
 * @param timeLimit how long a run may take
 * @param keepDone for how long a job is kept that is done
 * @param keepDead for how long a dead letter is kept
 */
public record PolicyValues(
        @Nullable Integer attempts,
        @Nullable Duration firstDelay,
        @Nullable Duration longestDelay,
        @Nullable Duration timeLimit,
        @Nullable Duration keepDone,
        @Nullable Duration keepDead) {

    /** Nothing is set. */
    public static final PolicyValues NONE = new PolicyValues(null, null, null, null, null, null);

    /**
     * Completes what is not set here.
     *
     * @param others by these
     * @return both together
     */
    public PolicyValues over(PolicyValues others) {
        return new PolicyValues(
                attempts == null ? others.attempts : attempts,
                or(firstDelay, others.firstDelay),
                or(longestDelay, others.longestDelay),
                or(timeLimit, others.timeLimit),
                or(keepDone, others.keepDone),
                or(keepDead, others.keepDead));
    }

    /**
     * Makes the policy.
     *
     * @return the one with the defaults, and what is set
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public JobPolicy policy() {
        JobPolicy policy = JobPolicy.defaults()
                .delays(
                        orDefault(firstDelay, JobPolicy.DEFAULT_FIRST_DELAY),
                        orDefault(longestDelay, JobPolicy.DEFAULT_LONGEST_DELAY))
                .timeLimit(orDefault(timeLimit, JobPolicy.DEFAULT_TIME_LIMIT))
                .keep(orDefault(keepDone, Duration.ZERO), orDefault(keepDead, JobPolicy.DEFAULT_KEEP_DEAD));
        return attempts == null ? policy : policy.attempts(attempts);
    }

    private static @Nullable Duration or(@Nullable Duration one, @Nullable Duration other) {
        return one == null ? other : one;
    }

    private static Duration orDefault(@Nullable Duration value, Duration unset) {
        return value == null ? unset : value;
    }
}
