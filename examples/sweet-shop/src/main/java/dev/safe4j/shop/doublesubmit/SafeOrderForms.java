package dev.safe4j.shop.doublesubmit;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The key is made with the form, so that every press of its button sends the same. */
public final class SafeOrderForms implements OrderForms {

    private final IdempotentOperation<String> ordering;
    private final JdbcClient jdbc;

    public SafeOrderForms(Idempotency idempotency, JdbcClient jdbc) {
        this.ordering = idempotency
                .operation("order form", String.class)
                .sameTransaction()
                .within(Duration.ofSeconds(5));
        this.jdbc = jdbc;
    }

    @Override
    public OrderForm show(long box) {
        return new OrderForm(UUID.randomUUID().toString(), box);
    }

    @Override
    public String submit(OrderForm form, String customer) {
        return ordering.scope(customer).key(form.key()).request(form.box()).run(attempt -> insert(form, customer));
    }

    private String insert(OrderForm form, String customer) {
        String order = UUID.randomUUID().toString();
        jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                .params(order, form.box(), customer)
                .update();
        return order;
    }
}
