package dev.safe4j.shop.lockheldovercall;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.outside.Bank;
import java.util.UUID;

/** A piece is put aside, the bank is asked with nothing held, and then the piece is sold or put back. */
public final class SafeCardSales implements CardSales {

    private final Transactions transactions;
    private final Updates updates;
    private final Bank bank;

    public SafeCardSales(Transactions transactions, Updates updates, Bank bank) {
        this.transactions = transactions;
        this.updates = updates;
        this.bank = bank;
    }

    @Override
    public void buy(long sweet, String card) {
        UUID piece = UUID.randomUUID();
        transactions.runWithoutResult(attempt -> putAside(piece, sweet));
        try {
            bank.charge(card);
        } catch (RuntimeException declined) {
            transactions.runWithoutResult(attempt -> putBack(piece, sweet));
            throw declined;
        }
        moveOn(piece, "sold");
    }

    private void putAside(UUID piece, long sweet) {
        updates.table("sweet")
                .key("id", sweet)
                .subtract("stock", 1)
                .provided("stock >= 1")
                .apply()
                .orThrow(() -> new NoneLeft(sweet));
        updates.table("piece")
                .insertIfAbsent(row("id", piece, "sweet", sweet, "state", "aside"))
                .orThrow();
    }

    private void putBack(UUID piece, long sweet) {
        moveOn(piece, "back");
        updates.table("sweet").key("id", sweet).add("stock", 1).apply().orThrow();
    }

    private void moveOn(UUID piece, String state) {
        updates.table("piece")
                .key("id", piece)
                .set("state", state)
                .provided("state = 'aside'")
                .apply()
                .orThrow();
    }
}
