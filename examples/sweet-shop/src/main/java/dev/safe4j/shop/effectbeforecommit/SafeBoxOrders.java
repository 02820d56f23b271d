package dev.safe4j.shop.effectbeforecommit;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.transaction.AfterCommit;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.outside.Mailbox;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The mail waits for the commit. */
@Service
public class SafeBoxOrders implements BoxOrders {

    private final Transactions transactions;
    private final Updates updates;
    private final AfterCommit afterCommit;
    private final Mailbox mailbox;

    public SafeBoxOrders(Transactions transactions, Updates updates, AfterCommit afterCommit, Mailbox mailbox) {
        this.transactions = transactions;
        this.updates = updates;
        this.afterCommit = afterCommit;
        this.mailbox = mailbox;
    }

    @Override
    public void order(long box, String customer) {
        transactions.runWithoutResult(attempt -> {
            UUID order = UUID.randomUUID();
            updates.table("box_order")
                    .insertIfAbsent(row("id", order, "box", box, "customer", customer))
                    .orThrow();
            afterCommit.run(
                    "confirmation",
                    () -> mailbox.send(customer, "Your order " + order + " of box " + box + " is on its way."));
            updates.table("box")
                    .key("id", box)
                    .subtract("stock", 1)
                    .refusedBy("box_stock")
                    .apply()
                    .orThrow(() -> new SoldOut(box));
        });
    }
}
