package dev.safe4j.shop.checkthenact;

import dev.safe4j.jdbc.update.Updates;
import org.springframework.stereotype.Service;

/** The question is the condition of the write. */
@Service
public class SafeGoldenTickets implements GoldenTickets {

    private final Updates updates;

    public SafeGoldenTickets(Updates updates) {
        this.updates = updates;
    }

    @Override
    public void claim(long ticket, String customer) {
        updates.table("golden_ticket")
                .key("id", ticket)
                .set("owner", customer)
                .provided("owner is null")
                .apply()
                .orThrow(() -> new TicketGone(ticket));
    }
}
