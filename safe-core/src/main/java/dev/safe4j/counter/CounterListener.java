package dev.safe4j.counter;

import java.time.Duration;

/**
 * Is told what becomes of counters, quotas and the blocks of sequences: for meters and logs. Called on the thread that does it; must be
 * quick; an exception is logged and changes nothing. Thread-safe. Every method does nothing unless overridden.
 */
public interface CounterListener {

    /** How a step ended. */
    enum Outcome {
        /** It was done: added, granted, reserved. */
        DONE,
        /** It was refused: a bound, or a limit. */
        REFUSED,
        /** The store failed. */
        FAILED
    }

    /**
     * An amount was to be added.
     *
     * @param key the counter
     * @param outcome what became of it
     * @param took how long
     */
    default void onAdd(String key, Outcome outcome, Duration took) {}

    /**
     * Something was to be taken of a quota.
     *
     * @param key of the quota
     * @param outcome what became of it
     * @param took how long
     */
    default void onTake(String key, Outcome outcome, Duration took) {}

    /**
     * A block of numbers was to be reserved.
     *
     * @param name of the sequence
     * @param outcome what became of it
     * @param took how long
     */
    default void onBlock(String name, Outcome outcome, Duration took) {}
}
