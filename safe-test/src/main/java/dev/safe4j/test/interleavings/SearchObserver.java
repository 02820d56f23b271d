package dev.safe4j.test.interleavings;

/** Told of searches: the place where a test framework hooks in. Called by the thread that searches. */
public interface SearchObserver {

    /**
     * Called when an order was run and judged, for those who show how far a search has come.
     *
     * @param orders how many it has run so far, from 1; the same number again if one of them was run again
     */
    default void judged(int orders) {}

    /**
     * Called when a search has ended, whatever it found, before its caller gets the result.
     *
     * @param exploration what was found
     */
    void explored(Exploration exploration);
}
