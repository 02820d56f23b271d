package dev.safe4j.shop.unlockbeforecommit;

import dev.safe4j.shop.Refused;

/** Seats of a tasting, booked by one customer at a time. */
public interface LastSeats {

    void book(long tasting, String customer);

    /** All seats are taken. */
    final class NoSeatLeft extends Refused {

        private static final long serialVersionUID = 1;

        NoSeatLeft(long tasting) {
            super("tasting " + tasting + " has no seat left");
        }
    }
}
