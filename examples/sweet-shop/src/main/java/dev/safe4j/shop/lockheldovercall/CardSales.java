package dev.safe4j.shop.lockheldovercall;

import dev.safe4j.shop.Refused;
import java.math.BigDecimal;

/** A sweet is sold to a card, which the payment provider charges. */
public interface CardSales {

    BigDecimal PRICE = new BigDecimal("1.40");

    void buy(long sweet, String card);

    /** No piece of it is left, or to be had at the moment. */
    final class NoneLeft extends Refused {

        private static final long serialVersionUID = 1;

        NoneLeft(long sweet) {
            super("of sweet " + sweet + " none is to be had");
        }
    }
}
