package dev.safe4j.lock;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
     * How work with a lock ended.
     *
     * @param failure what it threw, null if it returned
     */
    record End(@Nullable Throwable failure) {}

    /**
     * An attempt begins on the calling thread.
     *
     * @param keys the locks that are asked for together
     * @return is told its end, on the same thread, after {@link #onAttempt}
     */
    default Consumer<Outcome> onAttemptBegins(List<String> keys) {
        return outcome -> {};
    }

    /**
     * Work begins on the calling thread that runs while locks are held: {@link Locks#withLock} or {@link Locks#withLocks}.
     *
     * @param keys the locks, as far as they are of this store
     * @return is told its end, on the same thread, before the locks are given up
     */
    default Consumer<End> onRunBegins(List<String> keys) {
        return end -> {};
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
