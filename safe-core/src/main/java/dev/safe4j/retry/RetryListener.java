package dev.safe4j.retry;

import java.time.Duration;

/**
 * Is told what a {@link RetryPolicy} does. Called on the thread that retries; what it throws is logged and goes no further.
 */
public interface RetryListener {

    /**
     * A run failed and another one follows.
     *
     * @param attempt the run that failed
     * @param failure what it threw
     * @param fault the class that allows another run
     * @param delay how long the policy waits before it
     */
    default void onRetry(Attempt attempt, Throwable failure, FaultClass fault, Duration delay) {}

    /**
     * A run failed and no other one follows.
     *
     * @param attempt the last run
     * @param failure what it threw, and what the caller gets
     * @param fault its class
     * @param reason why there is no further run
     */
    default void onGivenUp(Attempt attempt, Throwable failure, FaultClass fault, Reason reason) {}

    /** Why a policy gave up. */
    enum Reason {
        /** The class of the fault is not one that the policy retries. */
        NOT_RETRYABLE,
        /** The number of runs is used up. */
        ATTEMPTS_EXHAUSTED,
        /** The next run would begin after the total time. */
        TIME_EXHAUSTED,
        /** The thread was interrupted; its flag is still set. */
        INTERRUPTED
    }
}
