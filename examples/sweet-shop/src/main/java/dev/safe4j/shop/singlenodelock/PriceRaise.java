package dev.safe4j.shop.singlenodelock;

import dev.safe4j.shop.Refused;
import java.math.BigDecimal;

/** A price is read, raised, and written back. */
public interface PriceRaise {

    void raise(long tag);

    /** Says by what a price is multiplied. */
    @FunctionalInterface
    interface HeadOffice {
        BigDecimal factor();
    }

    /** Another raise was under way, or came in between: nothing was changed. */
    final class NotAlone extends Refused {

        private static final long serialVersionUID = 1;

        NotAlone(long tag) {
            super("the price of tag " + tag + " is being raised by somebody else");
        }
    }
}
