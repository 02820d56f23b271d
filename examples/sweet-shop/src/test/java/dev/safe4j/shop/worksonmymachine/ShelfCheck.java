package dev.safe4j.shop.worksonmymachine;

import dev.safe4j.shop.oversell.Shelf;

/** What stands in a test of the shelf: it is to find out whether more is sold than is there. */
interface ShelfCheck {

    /** Throws an {@link AssertionError} if it finds that. */
    void check(Shelf shelf);

    /** The stock of the one sweet that is sold here. */
    interface Stock {

        void set(int pieces);

        int get();
    }
}
