package dev.safe4j.flight;

/**
 * Says that a loader threw a checked exception, which is the cause; what is unchecked is thrown as it is.
 *
 * @see "docs/patterns/cache-stampede.md"
 */
public final class LoadFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param key what was asked for
     * @param cause what the loader threw
     */
    public LoadFailedException(Object key, Throwable cause) {
        super("'" + key + "' could not be loaded: " + cause, cause);
    }
}
