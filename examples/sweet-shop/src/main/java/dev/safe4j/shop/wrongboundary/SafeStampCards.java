package dev.safe4j.shop.wrongboundary;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The whole unit, its check included, is handed to the runner: there is no proxy to get past. */
@Service
public class SafeStampCards implements StampCards {

    private final Transactions transactions;
    private final Updates updates;

    public SafeStampCards(Transactions transactions, Updates updates) {
        this.transactions = transactions;
        this.updates = updates;
    }

    @Override
    public void exchange(long card) {
        transactions.runWithoutResult(attempt -> {
            updates.table("stamp_card")
                    .key("id", card)
                    .subtract("stamps", STAMPS_FOR_A_GIFT)
                    .provided("stamps >= ?", STAMPS_FOR_A_GIFT)
                    .apply()
                    .orThrow(() -> new NotEnoughStamps(card));
            updates.table("gift")
                    .insertIfAbsent(row("id", UUID.randomUUID(), "card", card))
                    .orThrow();
        });
    }
}
