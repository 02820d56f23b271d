package dev.safe4j.flight;

/**
 * Says that a thread was interrupted while it waited for a value. The thread's interrupt flag is set; the load goes on if others wait for
 * it, else it was interrupted too.
 *
 * @see "docs/patterns/cache-stampede.md"
 */
public final class LoadInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param key what was asked for
     */
    public LoadInterruptedException(Object key) {
        super("the wait for '" + key + "' was interrupted.");
    }
}
