package dev.safe4j.shop.doublesubmit;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every press of the button is an order. A script in the page greys the button, once it gets to it. */
public final class UnsafeOrderForms implements OrderForms {

    private final JdbcClient jdbc;

    public UnsafeOrderForms(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public OrderForm show(long box) {
        return new OrderForm("", box);
    }

    @Override
    public String submit(OrderForm form, String customer) {
        String order = UUID.randomUUID().toString();
        jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                .params(order, form.box(), customer)
                .update();
        return order;
    }
}
