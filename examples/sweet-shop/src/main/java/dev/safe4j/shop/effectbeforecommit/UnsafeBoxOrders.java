package dev.safe4j.shop.effectbeforecommit;

import dev.safe4j.shop.outside.Mailbox;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Confirms the order, and then learns that there is none: a rollback takes back rows, and no mail. */
@Service
public class UnsafeBoxOrders implements BoxOrders {

    private final JdbcClient jdbc;
    private final Mailbox mailbox;

    public UnsafeBoxOrders(JdbcClient jdbc, Mailbox mailbox) {
        this.jdbc = jdbc;
        this.mailbox = mailbox;
    }

    @Override
    @Transactional
    public void order(long box, String customer) {
        String order = UUID.randomUUID().toString();
        jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                .params(order, box, customer)
                .update();
        mailbox.send(customer, "Your order " + order + " of box " + box + " is on its way.");
        jdbc.sql("update box set stock = stock - 1 where id = ?").param(box).update();
    }
}
