package dev.safe4j.lock;

import java.time.Duration;

/**
 * Is told what becomes of locks: for meters and logs. Called on the thread that does it; must be quick; an exception is logged and
 * changes nothing. Thread-safe. Every method does nothing unless overridden.
 */
public interface LockListener {

    /** How an attempt to acquire a lock ended. */
    enum Outcome {
        /** It was acquired. */
        ACQUIRED,
        /** It was not free at once, and that was all that was asked. */
        BUSY,
        /** It was not free in the time allowed. */
        TIMED_OUT,
        /** The thread was interrupted. */
        INTERRUPTED,
        /** The store failed. */
        FAILED
    }

    /** What became of a renewal. */
    enum Renewal {
        /** The lease lasts longer. */
        RENEWED,
        /** The lease was no longer the owner's. */
        LOST,
        /** The store did not answer. */
        FAILED
    }

    /**
     * An attempt has ended.
     *
     * @param key the lock
     * @param outcome how
     * @param waited how long it took
     */
    default void onAttempt(String key, Outcome outcome, Duration waited) {}

    /**
     * A lock was given up.
     *
     * @param key the lock
     * @param held how long it was held
     * @param handedOver whether it went to the next caller of this process, without the store
     */
    default void onReleased(String key, Duration held, boolean handedOver) {}

    /**
     * A lock was lost before it was given up.
     *
     * @param key the lock
     * @param held how long it was held
     */
    default void onLost(String key, Duration held) {}

    /**
     * The store was asked to renew leases.
     *
     * @param outcome what became of them
     * @param leases how many it became of
     */
    default void onRenewals(Renewal outcome, int leases) {}
}
