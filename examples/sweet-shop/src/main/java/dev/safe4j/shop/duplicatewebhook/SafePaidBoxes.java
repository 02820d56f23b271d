package dev.safe4j.shop.duplicatewebhook;

import dev.safe4j.once.Inbox;
import dev.safe4j.once.InboxResult;
import dev.safe4j.shop.Refused;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The event's id is recorded in the transaction of what it causes: both are there, or neither is. */
public final class SafePaidBoxes implements PaidBoxes {

    private final Inbox inbox;
    private final JdbcClient jdbc;

    public SafePaidBoxes(Inbox inbox, JdbcClient jdbc) {
        this.inbox = inbox;
        this.jdbc = jdbc;
    }

    @Override
    public void paid(String event, long box, String customer) {
        InboxResult result = inbox.process("bank", event, () -> send(box, customer));
        if (result instanceof InboxResult.InProgress) {
            throw new ComeBack(event);
        }
    }

    private void send(long box, String customer) {
        jdbc.sql("update box set stock = stock - 1 where id = ?").param(box).update();
        jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                .params(UUID.randomUUID().toString(), box, customer)
                .update();
    }

    /** Another delivery is being handled and may still fail: the sender must not take this for an arrival. */
    static final class ComeBack extends Refused {

        private static final long serialVersionUID = 1;

        ComeBack(String event) {
            super("event " + event + " is being handled");
        }
    }
}
