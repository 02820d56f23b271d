package dev.safe4j.shop.jobs;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.job.JobQueue;
import dev.safe4j.shop.Refused;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Orders whose confirmation is a row of the same transaction: it is there if the order is, and outlives the process. */
@Service
public class MailedOrders {

    private final Transactions transactions;
    private final Updates updates;
    private final JobQueue jobs;

    public MailedOrders(Transactions transactions, Updates updates, JobQueue jobs) {
        this.transactions = transactions;
        this.updates = updates;
        this.jobs = jobs;
    }

    /** The boxes are gone. */
    static final class SoldOut extends Refused {

        private static final long serialVersionUID = 1;

        SoldOut(long box) {
            super("box " + box + " is sold out");
        }
    }

    public void order(long box, String customer) {
        transactions.runWithoutResult(attempt -> {
            UUID order = UUID.randomUUID();
            updates.table("box_order")
                    .insertIfAbsent(row("id", order, "box", box, "customer", customer))
                    .orThrow();
            jobs.enqueue("confirmation", new Confirmation(order, box, customer));
            updates.table("box")
                    .key("id", box)
                    .subtract("stock", 1)
                    .provided("stock >= 1")
                    .apply()
                    .orThrow(() -> new SoldOut(box));
        });
    }
}
