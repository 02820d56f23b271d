package dev.safe4j.spring.quota;

import java.time.Duration;

/**
 * Says that a method was called more often than its quota allows. It was not run.
 *
 * @see "docs/patterns/quota-race.md"
 */
public final class QuotaExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String quota;
    private final Duration retryAfter;

    /**
     * Makes the exception.
     *
     * @param quota its name
     * @param limit how much it allows
     * @param window in which time
     * @param retryAfter when a call is allowed, if nobody else makes one until then
     */
    public QuotaExceededException(String quota, long limit, Duration window, Duration retryAfter) {
        super("quota '" + quota + "' is used up: " + limit + " in " + window + ". It can be asked again in "
                + retryAfter.toMillis() + " ms. Nothing was done.");
        this.quota = quota;
        this.retryAfter = retryAfter;
    }

    /**
     * Returns the name of the quota.
     *
     * @return the name, without whose calls were counted
     */
    public String quota() {
        return quota;
    }

    /**
     * Returns when a call is allowed.
     *
     * @return the time until then, if nobody else makes one
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
