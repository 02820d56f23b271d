package dev.safe4j.shop.lostlease;

import dev.safe4j.shop.Refused;
import java.math.BigDecimal;

/** The price tags on the shelves, which are written by one import at a time. */
public interface PriceTags {

    void write(long tag);

    /** Where the prices come from; what it reads is the newest price at that moment. */
    @FunctionalInterface
    interface PriceSource {
        BigDecimal price();
    }

    /** A later import has written the tag meanwhile. */
    final class Overtaken extends Refused {

        private static final long serialVersionUID = 1;

        Overtaken(long tag) {
            super("price tag " + tag + " was written by a later import");
        }
    }
}
