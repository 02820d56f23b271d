package dev.safe4j.shop.unlockbeforecommit;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lock.Locks;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lock is around the transaction: the next one counts what the one before has committed. */
public final class SafeLastSeats implements LastSeats {

    private final Locks locks;
    private final Transactions transactions;
    private final Updates updates;
    private final JdbcClient jdbc;

    public SafeLastSeats(Locks locks, Transactions transactions, Updates updates, JdbcClient jdbc) {
        this.locks = locks;
        this.transactions = transactions;
        this.updates = updates;
        this.jdbc = jdbc;
    }

    @Override
    public void book(long tasting, String customer) {
        locks.runWithLock(
                "tasting:" + tasting,
                held -> transactions.runWithoutResult(attempt -> {
                    if (booked(tasting) >= seats(tasting)) {
                        throw new NoSeatLeft(tasting);
                    }
                    updates.table("booking")
                            .insertIfAbsent(row("id", UUID.randomUUID(), "tasting", tasting, "customer", customer))
                            .orThrow();
                }));
    }

    private int booked(long tasting) {
        return jdbc.sql("select count(*) from booking where tasting = ?")
                .param(tasting)
                .query(Integer.class)
                .single();
    }

    private int seats(long tasting) {
        return jdbc.sql("select seats from tasting where id = ?")
                .param(tasting)
                .query(Integer.class)
                .single();
    }
}
