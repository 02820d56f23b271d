package dev.safe4j.test.interleavings;

/** What a search found. */
public enum Verdict {
    /** Every order that was run kept every invariant: see its scope for how many of all orders these are. */
    HELD,
    /** An order broke an invariant, or left all actors waiting for each other. */
    VIOLATED,
    /** An order kept the invariants, but an actor failed with an error that is not among the allowed ones. */
    ACTOR_ERROR,
    /** An order could not be repeated: the actors' steps differ between two runs of one prefix, or end before it does. */
    NOT_REPRODUCED,
    /** Too little could be run to say anything: an actor came to no end, or none took a step. */
    INCONCLUSIVE,
    /**
     * The search itself failed: the reset, the monitor, a thread that does not belong to it, or an actor that went on after a call
     * was refused that no schedule can order.
     */
    HARNESS_ERROR
}
