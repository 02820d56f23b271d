package dev.safe4j.shop.longtransaction;

import dev.safe4j.shop.Refused;

/** Buying by card: the piece comes off the shelf, the bank charges the card, the purchase is written down. */
public interface Checkout {

    void buy(long sweet, String card);

    /** Nothing is left. */
    final class SoldOut extends Refused {

        private static final long serialVersionUID = 1;

        SoldOut(long sweet) {
            super("nothing is left of sweet " + sweet);
        }
    }
}
