package dev.safe4j.shop.oversell;

import dev.safe4j.shop.Refused;

/** The shelf: what is in stock is sold, and nothing else. */
public interface Shelf {

    void buy(long sweet, int amount);

    void restock(long sweet, int amount);

    /** There is less on the shelf than somebody wants to buy. */
    final class SoldOut extends Refused {

        private static final long serialVersionUID = 1;

        SoldOut(long sweet) {
            super("there is not enough left of sweet " + sweet);
        }
    }
}
