package dev.safe4j.shop.writeskew;

import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Whoever changes who is on call goes through the row of the shift first. */
@Service
public class SafeShifts implements Shifts {

    private final Transactions transactions;
    private final RowLocks rowLocks;
    private final Updates updates;
    private final JdbcClient jdbc;

    public SafeShifts(Transactions transactions, RowLocks rowLocks, Updates updates, JdbcClient jdbc) {
        this.transactions = transactions;
        this.rowLocks = rowLocks;
        this.updates = updates;
        this.jdbc = jdbc;
    }

    @Override
    public void goHome(long shift, long keeper) {
        transactions.runWithoutResult(attempt -> {
            rowLocks.guard("shift", "id", shift);
            if (onCall(shift) < 2) {
                throw new LastOnCall(shift);
            }
            updates.table("keeper")
                    .key("id", keeper)
                    .set("on_call", false)
                    .provided("shift = ? and on_call = true", shift)
                    .apply()
                    .orThrow();
        });
    }

    private long onCall(long shift) {
        return jdbc.sql("select count(*) from keeper where shift = ? and on_call = true")
                .param(shift)
                .query(Long.class)
                .single();
    }
}
