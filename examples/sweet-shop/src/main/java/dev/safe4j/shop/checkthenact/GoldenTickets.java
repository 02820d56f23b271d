package dev.safe4j.shop.checkthenact;

import dev.safe4j.shop.Refused;

/** Golden tickets: each is for the first who claims it. */
public interface GoldenTickets {

    void claim(long ticket, String customer);

    /** Somebody else has the ticket. */
    final class TicketGone extends Refused {

        private static final long serialVersionUID = 1;

        TicketGone(long ticket) {
            super("golden ticket " + ticket + " has an owner already");
        }
    }
}
