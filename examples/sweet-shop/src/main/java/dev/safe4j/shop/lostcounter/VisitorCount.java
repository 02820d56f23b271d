package dev.safe4j.shop.lostcounter;

/** Counts who visits the pages of the shop. */
public interface VisitorCount {

    /** Counts one more, and returns its number. */
    long visited(String page);

    /** Greets a visitor, and has a present for round numbers. */
    @FunctionalInterface
    interface Door {
        void greet(long number);
    }
}
