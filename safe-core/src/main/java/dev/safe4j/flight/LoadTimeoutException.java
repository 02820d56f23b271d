package dev.safe4j.flight;

import java.time.Duration;

/**
 * Says that a value was not loaded in the time that the caller had. The load goes on if others wait for it, else it was interrupted.
 *
 * @see "docs/patterns/cache-stampede.md"
 */
public final class LoadTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * Makes the exception.
     *
     * @param key what was asked for
     * @param waited how long was waited
     */
    public LoadTimeoutException(Object key, Duration waited) {
        super("'" + key + "' was not loaded within " + waited.toMillis()
                + " ms. Wait longer (within), or bound what the loader does.");
        this.key = String.valueOf(key);
    }

    /**
     * Returns what was asked for.
     *
     * @return the key, as text
     */
    public String key() {
        return key;
    }
}
