package dev.safe4j.lock;

/**
 * Says that a thread was interrupted while it waited for a lock. Nothing is held; the thread's interrupt flag is set.
 *
 * @see "docs/patterns/no-lock-timeout.md"
 */
public final class LockInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param key the lock that was waited for
     */
    public LockInterruptedException(String key) {
        super(message(key));
    }

    /**
     * Makes the exception where the interrupt ended a call of the store.
     *
     * @param key the lock that was waited for
     * @param cause the failure of the store
     */
    public LockInterruptedException(String key, Throwable cause) {
        super(message(key), cause);
    }

    /** What to throw if a call of the store failed: this, if it failed because the thread is interrupted. */
    static RuntimeException or(String key, RuntimeException failure) {
        return Thread.currentThread().isInterrupted() ? new LockInterruptedException(key, failure) : failure;
    }

    private static String message(String key) {
        return "the wait for lock '" + key + "' was interrupted; nothing is held.";
    }
}
