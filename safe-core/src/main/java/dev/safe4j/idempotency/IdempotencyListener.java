package dev.safe4j.idempotency;

import java.time.Duration;

/**
 * Is told what becomes of operations under keys: for meters and logs. Called on the thread that does it; must be quick; an exception is
 * logged and changes nothing. Thread-safe. Every method does nothing unless overridden.
 */
public interface IdempotencyListener {

    /** What a request was found as. */
    enum Found {
        /** Nobody had asked: it is run. */
        CLAIMED,
        /** A former owner's lease had ended: it is run again. */
        TAKEN_OVER,
        /** It was done. */
        REPLAYED,
        /** Somebody is at it. */
        IN_PROGRESS,
        /** The key was used for another request. */
        OTHER_REQUEST,
        /** Somebody was at it, and it is not taken over. */
        INDETERMINATE
    }

    /** How a run ended. */
    enum Ended {
        /** Its answer is stored. */
        COMPLETED,
        /** It failed in a way that is known to have had no effect; the next who asks begins anew. */
        RELEASED,
        /** It failed, and may have had an effect; the next who asks takes over. */
        ABANDONED,
        /** It was done, and its answer could not be stored. */
        NOT_STORED,
        /** Its lease was lost before it ended. */
        LOST
    }

    /**
     * A request was asked for.
     *
     * @param id the request
     * @param found what it was found as
     */
    default void onFound(RequestId id, Found found) {}

    /**
     * A run has ended.
     *
     * @param id the request
     * @param ended how
     * @param time how long it took
     */
    default void onEnded(RequestId id, Ended ended, Duration time) {}

    /**
     * What had expired was deleted.
     *
     * @param requests how many
     */
    default void onPurged(int requests) {}
}
