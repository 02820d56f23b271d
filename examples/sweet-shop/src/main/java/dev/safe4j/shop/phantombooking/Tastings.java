package dev.safe4j.shop.phantombooking;

import dev.safe4j.shop.Refused;

/** Sweets-tastings, each with so many seats. */
public interface Tastings {

    void book(long tasting, String customer);

    /** All seats are booked. */
    final class TastingFull extends Refused {

        private static final long serialVersionUID = 1;

        TastingFull(long tasting) {
            super("tasting " + tasting + " is booked out");
        }
    }
}
