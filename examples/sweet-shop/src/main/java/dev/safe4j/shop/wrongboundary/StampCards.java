package dev.safe4j.shop.wrongboundary;

import dev.safe4j.shop.Refused;

/** Stamp cards: ten stamps are exchanged for a gift. */
public interface StampCards {

    int STAMPS_FOR_A_GIFT = 10;

    void exchange(long card);

    /** The card has too few stamps. */
    final class NotEnoughStamps extends Refused {

        private static final long serialVersionUID = 1;

        NotEnoughStamps(long card) {
            super("stamp card " + card + " is not full");
        }
    }
}
