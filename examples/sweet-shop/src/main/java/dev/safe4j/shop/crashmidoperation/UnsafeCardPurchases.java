package dev.safe4j.shop.crashmidoperation;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.update.Updates;

/** Claims the request by one insert, so that no two are at it; and says nothing of who is, or until when. */
public final class UnsafeCardPurchases implements CardPurchases {

    private final Updates updates;
    private final KeyedBank bank;

    public UnsafeCardPurchases(Updates updates, KeyedBank bank) {
        this.updates = updates;
        this.bank = bank;
    }

    @Override
    public void buy(String request, long sweet, String card) {
        boolean isMine = updates.table("purchase")
                .insertIfAbsent(row("id", request, "sweet", sweet, "card", card))
                .isInserted();
        if (isMine) {
            bank.charge(request, card);
        }
    }
}
