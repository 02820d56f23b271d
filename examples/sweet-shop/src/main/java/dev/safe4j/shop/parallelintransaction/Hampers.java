package dev.safe4j.shop.parallelintransaction;

import dev.safe4j.shop.Refused;
import java.util.List;

/** Packs hampers: one of each sweet. */
public interface Hampers {

    /** Takes one of each sweet from the shelf and notes the order, or does nothing and throws. */
    void pack(long box, String customer, List<Long> sweets);

    /** There is none left of a sweet. */
    final class SoldOut extends Refused {

        private static final long serialVersionUID = 1;

        SoldOut(long sweet) {
            super("there is nothing left of sweet " + sweet);
        }
    }
}
