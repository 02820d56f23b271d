package dev.safe4j.shop.crashmidoperation;

import static dev.safe4j.update.Row.row;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.outside.PaymentProvider;
import org.springframework.stereotype.Service;

/** The claim ends with the process that had it. The next one does it all again, and the provider knows the call by its key. */
@Service
public final class SafeCardPurchases implements CardPurchases {

    private final Idempotency idempotency;
    private final Updates updates;
    private final PaymentProvider provider;

    public SafeCardPurchases(Idempotency idempotency, Updates updates, PaymentProvider provider) {
        this.idempotency = idempotency;
        this.updates = updates;
        this.provider = provider;
    }

    @Override
    public void buy(String request, long sweet, String card) {
        idempotency.operation("card purchase").key(request).run(attempt -> {
            provider.charge(attempt.idempotencyKey("charge"), card, PRICE);
            updates.table("purchase").insertIfAbsent(row("id", request, "sweet", sweet, "card", card));
            return null;
        });
    }
}
