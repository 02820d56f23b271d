package dev.safe4j.shop.doublesubmit;

import dev.safe4j.shop.outside.PaymentProvider;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Every press of the button is an order. A script in the page greys the button, once it gets to it. */
@Service
public final class UnsafeOrderForms implements OrderForms {

    private final JdbcClient jdbc;
    private final PaymentProvider provider;

    public UnsafeOrderForms(JdbcClient jdbc, PaymentProvider provider) {
        this.jdbc = jdbc;
        this.provider = provider;
    }

    @Override
    public OrderForm show(long box) {
        return new OrderForm("", box);
    }

    @Override
    public String submit(OrderForm form, String customer) {
        provider.charge(customer, PRICE);
        String order = UUID.randomUUID().toString();
        jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                .params(order, form.box(), customer)
                .update();
        return order;
    }
}
