package dev.safe4j.shop.crashmidoperation;

import static dev.safe4j.update.Row.row;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.jdbc.update.Updates;

/** The claim ends with the process that had it. The next one does it all again, and the bank knows the call by its key. */
public final class SafeCardPurchases implements CardPurchases {

    private final Idempotency idempotency;
    private final Updates updates;
    private final KeyedBank bank;

    public SafeCardPurchases(Idempotency idempotency, Updates updates, KeyedBank bank) {
        this.idempotency = idempotency;
        this.updates = updates;
        this.bank = bank;
    }

    @Override
    public void buy(String request, long sweet, String card) {
        idempotency.operation("card purchase").key(request).run(attempt -> {
            bank.charge(attempt.keyFor("charge"), card);
            updates.table("purchase").insertIfAbsent(row("id", request, "sweet", sweet, "card", card));
            return null;
        });
    }
}
