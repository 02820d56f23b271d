package dev.safe4j.shop.checkthenact;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Asks whether the ticket is free, and then gives it away: everybody who asks before the first write gets it. */
@Service
public class UnsafeGoldenTickets implements GoldenTickets {

    private final JdbcClient jdbc;

    public UnsafeGoldenTickets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void claim(long ticket, String customer) {
        boolean free = jdbc.sql("select owner is null from golden_ticket where id = ?")
                .param(ticket)
                .query(Boolean.class)
                .single();
        if (!free) {
            throw new TicketGone(ticket);
        }
        jdbc.sql("update golden_ticket set owner = ? where id = ?")
                .params(customer, ticket)
                .update();
    }
}
