package dev.safe4j.flight;

import java.time.Duration;

/**
 * Is told what becomes of loads: for meters and logs. Called on the thread that does it; must be quick; an exception is logged and changes
 * nothing. Thread-safe. Every method does nothing unless overridden.
 */
public interface FlightListener {

    /** How a load ended. */
    enum End {
        /** Its callers got a value. */
        LOADED,
        /** Its callers got its failure. */
        FAILED,
        /** All its callers had left; it was interrupted, and what it brings is dropped. */
        DESERTED
    }

    /** What somebody got who asked a {@link StampedeGuard}. */
    enum Served {
        /** What the cache had. */
        FRESH,
        /** What the cache had, which is being loaded anew before its time. */
        EARLY,
        /** What the cache had, though its time is over: it is being loaded anew. */
        STALE,
        /** What was loaded now. */
        LOADED,
        /** What the cache had, though its time is over, as the load took too long or failed. */
        INSTEAD
    }

    /**
     * A load has ended.
     *
     * @param end how
     * @param took from the first caller on
     * @param callers how many shared it, those who left too
     */
    default void onLoad(End end, Duration took, int callers) {}

    /**
     * A guard has answered.
     *
     * @param served with what
     */
    default void onServed(Served served) {}
}
