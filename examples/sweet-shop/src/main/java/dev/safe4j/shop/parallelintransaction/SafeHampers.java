package dev.safe4j.shop.parallelintransaction;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.RowUpdate;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.update.UpdateResult;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One transaction on one connection, over which the writes go as a batch. */
public class SafeHampers implements Hampers {

    private final Transactions transactions;
    private final Updates updates;
    private final JdbcClient jdbc;

    public SafeHampers(Transactions transactions, Updates updates, JdbcClient jdbc) {
        this.transactions = transactions;
        this.updates = updates;
        this.jdbc = jdbc;
    }

    @Override
    public void pack(long box, String customer, List<Long> sweets) {
        transactions.runWithoutResult(attempt -> {
            jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                    .params(UUID.randomUUID().toString(), box, customer)
                    .update();
            List<UpdateResult> taken =
                    updates.applyAll(sweets.stream().map(this::one).toList());
            for (int i = 0; i < sweets.size(); i++) {
                long sweet = sweets.get(i);
                taken.get(i).orThrow(() -> new SoldOut(sweet));
            }
        });
    }

    private RowUpdate one(long sweet) {
        return updates.table("sweet").key("id", sweet).subtract("stock", 1).provided("stock >= 1");
    }
}
