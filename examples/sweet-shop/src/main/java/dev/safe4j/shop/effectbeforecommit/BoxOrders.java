package dev.safe4j.shop.effectbeforecommit;

import dev.safe4j.shop.Refused;

/** Orders of a limited box, confirmed by mail. The table's CHECK forbids a stock below zero. */
public interface BoxOrders {

    void order(long box, String customer);

    /** The boxes are gone. */
    final class SoldOut extends Refused {

        private static final long serialVersionUID = 1;

        SoldOut(long box) {
            super("box " + box + " is sold out");
        }
    }
}
