package dev.safe4j.lock;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;
import java.time.Duration;

/**
 * Says that a lock was not free in the time allowed. Nothing is held; the message says by whom it was, as far as is known.
 *
 * @see "docs/patterns/no-lock-timeout.md"
 */
public final class LockTimeoutException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final Duration remaining;

    /**
     * Makes the exception.
     *
     * @param key the lock
     * @param waited how long it was waited for
     * @param holder what is known of the holder, as a clause
     * @param remaining how long its lease lasts unless it is renewed, zero if that is not known
     */
    public LockTimeoutException(String key, Duration waited, String holder, Duration remaining) {
        super("lock '" + key + "' was not free within " + Durations.shown(waited) + ": " + holder
                + ". Wait longer (within), or fail fast (tryAcquire).");
        this.key = key;
        this.remaining = remaining;
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.LOCK_UNAVAILABLE;
    }

    /**
     * Returns which lock.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    /**
     * Returns how long the holder's lease lasts, unless it is renewed or released before: when to try again.
     *
     * @return the time, zero if it is not known
     */
    public Duration remaining() {
        return remaining;
    }
}
