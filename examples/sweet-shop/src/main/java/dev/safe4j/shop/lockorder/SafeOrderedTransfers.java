package dev.safe4j.shop.lockorder;

import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.stereotype.Service;

/** The rows are locked first, in the order of their keys, whoever pays whom. */
@Service
public class SafeOrderedTransfers implements OrderedTransfers {

    private final Transactions transactions;
    private final RowLocks rowLocks;
    private final Updates updates;

    public SafeOrderedTransfers(Transactions transactions, RowLocks rowLocks, Updates updates) {
        this.transactions = transactions;
        this.rowLocks = rowLocks;
        this.updates = updates;
    }

    @Override
    public void transfer(long from, long to, BigDecimal amount) {
        transactions.runWithoutResult(attempt -> {
            rowLocks.table("wallet").keys("id", List.of(from, to)).forUpdate();
            updates.table("wallet")
                    .key("id", from)
                    .subtract("balance", amount)
                    .provided("balance >= ?", amount)
                    .apply()
                    .orThrow(() -> new TooLittle(from));
            updates.table("wallet").key("id", to).add("balance", amount).apply().orThrow();
        });
    }
}
