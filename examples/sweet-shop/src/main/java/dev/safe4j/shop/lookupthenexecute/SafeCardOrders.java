package dev.safe4j.shop.lookupthenexecute;

import static dev.safe4j.update.Row.row;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.outside.PaymentProvider;
import org.springframework.stereotype.Service;

/** Claims the request by one insert, which only one can win, and then does what it says. */
@Service
public final class SafeCardOrders implements CardOrders {

    private final Idempotency idempotency;
    private final Updates updates;
    private final PaymentProvider provider;

    public SafeCardOrders(Idempotency idempotency, Updates updates, PaymentProvider provider) {
        this.idempotency = idempotency;
        this.updates = updates;
        this.provider = provider;
    }

    @Override
    public void order(String request, long sweet, String card) {
        idempotency
                .operation("card order")
                .key(request)
                .request(sweet + " on " + card)
                .run(attempt -> {
                    provider.charge(attempt.idempotencyKey("charge"), card, PRICE);
                    updates.table("purchase").insertIfAbsent(row("id", request, "sweet", sweet, "card", card));
                    return null;
                });
    }
}
