package dev.safe4j.shop.crashmidoperation;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.outside.PaymentProvider;
import org.springframework.stereotype.Service;

/** Claims the request by one insert, so that no two are at it; and says nothing of who is, or until when. */
@Service
public final class UnsafeCardPurchases implements CardPurchases {

    private final Updates updates;
    private final PaymentProvider provider;

    public UnsafeCardPurchases(Updates updates, PaymentProvider provider) {
        this.updates = updates;
        this.provider = provider;
    }

    @Override
    public void buy(String request, long sweet, String card) {
        boolean isMine = updates.table("purchase")
                .insertIfAbsent(row("id", request, "sweet", sweet, "card", card))
                .isInserted();
        if (isMine) {
            provider.charge(request, card, PRICE);
        }
    }
}
