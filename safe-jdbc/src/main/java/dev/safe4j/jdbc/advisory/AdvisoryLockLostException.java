package dev.safe4j.jdbc.advisory;

import org.jspecify.annotations.Nullable;

/**
 * Says that the session which held an advisory lock ended before its holder gave it up, or did not hold it any more: somebody
 * else may have held the lock since. The session's connection is closed for good.
 *
 * @see "docs/patterns/lost-lease.md"
 */
public final class AdvisoryLockLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;

    AdvisoryLockLostException(String key, String why, @Nullable Throwable cause) {
        super(
                "advisory lock '" + key + "' was lost: " + why
                        + ". Somebody else may hold it now: stop, and check what was done under it.",
                cause);
        this.key = key;
    }

    /**
     * Returns what was locked.
     *
     * @return the key
     */
    public String key() {
        return key;
    }
}
