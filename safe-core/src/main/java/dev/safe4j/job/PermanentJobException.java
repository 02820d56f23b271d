package dev.safe4j.job;

import org.jspecify.annotations.Nullable;

/**
 * Says that a job fails whenever it is run: it is dead at once.
 *
 * @see "docs/patterns/endless-retry.md"
 */
public class PermanentJobException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param message why
     */
    public PermanentJobException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message why
     * @param cause what was found; null if nothing was
     */
    public PermanentJobException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
