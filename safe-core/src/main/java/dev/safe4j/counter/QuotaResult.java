package dev.safe4j.counter;

import java.time.Duration;
import java.util.function.Function;

/** What became of a take of a {@link Quota}. Times are from the moment of the step on, by the store's clock. Immutable. */
public sealed interface QuotaResult {

    /**
     * It was granted.
     *
     * @param remaining how much can be taken besides
     * @param resetAfter when all of the limit can be taken again, if nothing is taken until then
     */
    record Granted(long remaining, Duration resetAfter) implements QuotaResult {}

    /**
     * It was refused; nothing was taken.
     *
     * @param retryAfter when as much can be taken, if nobody else takes until then
     * @param remaining how much can be taken now: less than was asked for
     * @param resetAfter when all of the limit can be taken again, if nothing is taken until then
     */
    record Refused(Duration retryAfter, long remaining, Duration resetAfter) implements QuotaResult {}

    /**
     * Tells whether it was granted.
     *
     * @return true for {@link Granted}
     */
    default boolean isGranted() {
        return this instanceof Granted;
    }

    /**
     * Returns how much can be taken now.
     *
     * @return what is left of the limit
     */
    long remaining();

    /**
     * Returns when all of the limit can be taken again, if nothing is taken until then.
     *
     * @return the time until then, zero if nothing counts
     */
    Duration resetAfter();

    /**
     * Returns the grant, or throws the caller's own exception.
     *
     * @param refused makes the exception, given when as much can be taken if nobody else takes until then
     * @param <X> the type of that exception
     * @return the grant
     * @throws X if it was refused
     */
    default <X extends Throwable> Granted orThrow(Function<Duration, ? extends X> refused) throws X {
        if (this instanceof Granted granted) {
            return granted;
        }
        throw refused.apply(((Refused) this).retryAfter);
    }
}
