package dev.safe4j.shop.doublesubmit;

import static dev.safe4j.update.Row.row;

import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.outside.PaymentProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The key is made with the form, so that every press of its button sends the same. */
@Service
public final class SafeOrderForms implements OrderForms {

    private final IdempotentOperation<String> ordering;
    private final Updates updates;
    private final PaymentProvider provider;

    public SafeOrderForms(Idempotency idempotency, Updates updates, PaymentProvider provider) {
        this.ordering = idempotency.operation("order form", String.class).within(Duration.ofSeconds(5));
        this.updates = updates;
        this.provider = provider;
    }

    @Override
    public OrderForm show(long box) {
        return new OrderForm(UUID.randomUUID().toString(), box);
    }

    @Override
    public String submit(OrderForm form, String customer) {
        return ordering.scope(customer)
                .key(form.key())
                .request(form.box())
                .run(attempt -> order(attempt, form.box(), customer));
    }

    private String order(ClaimedAttempt attempt, long box, String customer) {
        attempt.step("charge", String.class, () -> provider.charge(attempt.idempotencyKey("charge"), customer, PRICE));
        String order = UUID.nameUUIDFromBytes(attempt.idempotencyKey("order").getBytes(StandardCharsets.UTF_8))
                .toString();
        updates.table("box_order").insertIfAbsent(row("id", order, "box", box, "customer", customer));
        return order;
    }
}
