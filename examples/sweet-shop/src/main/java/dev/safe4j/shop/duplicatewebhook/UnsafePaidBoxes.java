package dev.safe4j.shop.duplicatewebhook;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is delivered is done. */
public final class UnsafePaidBoxes implements PaidBoxes {

    private final JdbcClient jdbc;

    public UnsafePaidBoxes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void paid(String event, long box, String customer) {
        jdbc.sql("update box set stock = stock - 1 where id = ?").param(box).update();
        jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                .params(UUID.randomUUID().toString(), box, customer)
                .update();
    }
}
