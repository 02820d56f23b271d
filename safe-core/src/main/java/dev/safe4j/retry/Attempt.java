package dev.safe4j.retry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a body that may run more than once.
 *
 * @param number which run this is, counted from 1
 * @param previousFailure what ended the run before, null in the first one
 */
public record Attempt(int number, @Nullable Throwable previousFailure) {

    /**
     * Tells whether this is the first run.
     *
     * @return true for number 1
     */
    public boolean isFirst() {
        return number == 1;
    }

    /**
     * Returns what ended the run before.
     *
     * @return the failure, empty in the first run
     */
    public Optional<Throwable> lastFailure() {
        return Optional.ofNullable(previousFailure);
    }
}
