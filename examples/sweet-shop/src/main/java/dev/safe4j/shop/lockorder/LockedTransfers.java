package dev.safe4j.shop.lockorder;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lock.Locks;
import dev.safe4j.update.UpdateResult;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.stereotype.Service;

/** The same by two locks that are taken together, around the transaction: for what is not all rows of one database. */
@Service
public class LockedTransfers implements OrderedTransfers {

    private final Locks locks;
    private final Transactions transactions;
    private final Updates updates;

    public LockedTransfers(Locks locks, Transactions transactions, Updates updates) {
        this.locks = locks;
        this.transactions = transactions;
        this.updates = updates;
    }

    @Override
    public void transfer(long from, long to, BigDecimal amount) {
        locks.withLocks(
                List.of("wallet:" + from, "wallet:" + to), held -> transactions.run(attempt -> move(from, to, amount)));
    }

    private UpdateResult move(long from, long to, BigDecimal amount) {
        updates.table("wallet")
                .key("id", from)
                .subtract("balance", amount)
                .provided("balance >= ?", amount)
                .apply()
                .orThrow(() -> new TooLittle(from));
        return updates.table("wallet")
                .key("id", to)
                .add("balance", amount)
                .apply()
                .orThrow();
    }
}
