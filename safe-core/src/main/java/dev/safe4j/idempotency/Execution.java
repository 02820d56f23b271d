package dev.safe4j.idempotency;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an operation that was asked for under a key.
 *
 * @param <T> what the operation returns
 */
public sealed interface Execution<T> {

    /**
     * It was run now.
     *
     * @param value its result
     * @param attempt which claim of this request it was
     * @param <T> what the operation returns
     */
    record Ran<T>(@Nullable T value, long attempt) implements Execution<T> {}

    /**
     * It had been run.
     *
     * @param value the result of then
     * @param since when it was completed, by the store's clock
     * @param <T> what the operation returns
     */
    record Replayed<T>(@Nullable T value, Instant since) implements Execution<T> {}

    /**
     * Somebody is at it.
     *
     * @param remaining how long its lease lasts, unless it is renewed: when to ask again
     * @param <T> what the operation returns
     */
    record InProgress<T>(Duration remaining) implements Execution<T> {}

    /**
     * The key was used for another request.
     *
     * @param <T> what the operation returns
     */
    record OtherRequest<T>() implements Execution<T> {}

    /**
     * Somebody was at it and did not complete it, and it is not to be taken over.
     *
     * @param attempt which claim
     * @param since when its lease ended, by the store's clock
     * @param <T> what the operation returns
     */
    record Indeterminate<T>(long attempt, Instant since) implements Execution<T> {}
}
