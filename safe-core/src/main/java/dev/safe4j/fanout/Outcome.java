package dev.safe4j.fanout;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one item.
 *
 * @param <T> what its work returns
 */
public sealed interface Outcome<T extends @Nullable Object> {

    /** The kinds of outcomes, for counts. */
    enum Kind {
        /** {@link Success}. */
        SUCCESS,
        /** {@link Failure}. */
        FAILURE,
        /** {@link TimedOut}. */
        TIMED_OUT,
        /** {@link Cancelled}. */
        CANCELLED,
        /** {@link NotStarted}. */
        NOT_STARTED
    }

    /**
     * The work returned.
     *
     * @param <T> what it returns
     * @param value what it returned, may be null
     */
    record Success<T extends @Nullable Object>(T value) implements Outcome<T> {

        @Override
        public Kind kind() {
            return Kind.SUCCESS;
        }
    }

    /**
     * The work threw, or could not be begun because of the item itself.
     *
     * @param <T> what it returns
     * @param cause what it threw
     */
    record Failure<T extends @Nullable Object>(Throwable cause) implements Outcome<T> {

        @Override
        public Kind kind() {
            return Kind.FAILURE;
        }
    }

    /**
     * The work had begun, and its own time or the batch's was over; it was interrupted, and whatever it brings is dropped.
     *
     * @param <T> what it returns
     * @param after how long it had run
     */
    record TimedOut<T extends @Nullable Object>(Duration after) implements Outcome<T> {

        @Override
        public Kind kind() {
            return Kind.TIMED_OUT;
        }
    }

    /**
     * The work had begun, and was interrupted because the batch was over: another item had failed, enough had succeeded, or the caller
     * was interrupted.
     *
     * @param <T> what it returns
     */
    record Cancelled<T extends @Nullable Object>() implements Outcome<T> {

        @Override
        public Kind kind() {
            return Kind.CANCELLED;
        }
    }

    /**
     * The work had not begun when the batch was over, and never will.
     *
     * @param <T> what it returns
     */
    record NotStarted<T extends @Nullable Object>() implements Outcome<T> {

        @Override
        public Kind kind() {
            return Kind.NOT_STARTED;
        }
    }

    /**
     * Returns which kind it is.
     *
     * @return the kind
     */
    Kind kind();
}
