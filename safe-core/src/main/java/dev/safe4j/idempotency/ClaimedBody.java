package dev.safe4j.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * Work that is done under a key.
 *
 * @param <T> what it returns
 * @param <X> what it throws; {@link RuntimeException} where it throws nothing checked
 */
@FunctionalInterface
public interface ClaimedBody<T extends @Nullable Object, X extends Exception> {

    /**
     * Runs the work.
     *
     * @param attempt which run this is, and what the work needs to be done once
     * @return the result, may be null
     * @throws X whatever the work throws
     */
    T run(ClaimedAttempt attempt) throws X;
}
