package dev.safe4j.shop.halfdonetransfer;

import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.stereotype.Service;

/** Both writes or none; and the rows are locked in one order, whoever pays whom, so that nobody waits in a circle. */
@Service
public class SafeTransfers implements Transfers {

    private final Transactions transactions;
    private final RowLocks rowLocks;
    private final Updates updates;

    public SafeTransfers(Transactions transactions, RowLocks rowLocks, Updates updates) {
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
                    .orThrow(() -> new InsufficientFunds(from));
            updates.table("wallet")
                    .key("id", to)
                    .add("balance", amount)
                    .refusedBy("wallet_ceiling")
                    .apply()
                    .orThrow(() -> new WalletFull(to));
        });
    }
}
