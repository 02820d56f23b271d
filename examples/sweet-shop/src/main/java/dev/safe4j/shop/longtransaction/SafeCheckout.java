package dev.safe4j.shop.longtransaction;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.transaction.TimeBudget;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.outside.Bank;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Two short transactions with the bank between them, and a budget that reports the one that is not short any more. A process
 * that dies at the bank leaves a piece that nobody gets: reservations, which end by themselves, are the answer to that.
 */
@Service
public class SafeCheckout implements Checkout {

    private static final TimeBudget BUDGET = TimeBudget.of(Duration.ofSeconds(2));

    private final Transactions transactions;
    private final Updates updates;
    private final Bank bank;

    public SafeCheckout(Transactions transactions, Updates updates, Bank bank) {
        this.transactions = transactions.budget(BUDGET);
        this.updates = updates;
        this.bank = bank;
    }

    @Override
    public void buy(long sweet, String card) {
        transactions.named("take").runWithoutResult(attempt -> take(sweet));
        try {
            bank.charge(card);
        } catch (RuntimeException declined) {
            transactions.named("put back").runWithoutResult(attempt -> putBack(sweet));
            throw declined;
        }
        transactions.named("write down").runWithoutResult(attempt -> writeDown(sweet, card));
    }

    private void take(long sweet) {
        updates.table("sweet")
                .key("id", sweet)
                .subtract("stock", 1)
                .provided("stock >= 1")
                .apply()
                .orThrow(() -> new SoldOut(sweet));
    }

    private void putBack(long sweet) {
        updates.table("sweet").key("id", sweet).add("stock", 1).apply().orThrow();
    }

    private void writeDown(long sweet, String card) {
        updates.table("purchase")
                .insertIfAbsent(row("id", UUID.randomUUID(), "sweet", sweet, "card", card))
                .orThrow();
    }
}
