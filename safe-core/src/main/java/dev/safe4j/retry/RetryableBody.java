package dev.safe4j.retry;

import org.jspecify.annotations.Nullable;

/**
 * A unit of work that may run more than once, and therefore has no effect outside what is rolled back between the runs.
 *
 * @param <T> what it returns
 * @param <X> what it throws; {@link RuntimeException} where it throws nothing checked
 */
@FunctionalInterface
public interface RetryableBody<T extends @Nullable Object, X extends Exception> {

    /**
     * Runs once.
     *
     * @param attempt which run this is
     * @return the result, may be null
     * @throws X whatever the work throws; its class decides whether there is another run
     */
    T run(Attempt attempt) throws X;
}
