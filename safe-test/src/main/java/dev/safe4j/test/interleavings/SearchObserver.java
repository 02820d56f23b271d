package dev.safe4j.test.interleavings;

/** Told of searches: the place where a test framework hooks in. Called by the thread that searches. */
public interface SearchObserver {

    /**
     * Called when a search has ended, whatever it found, before its caller gets the result.
     *
     * @param exploration what was found
     */
    void explored(Exploration exploration);
}
