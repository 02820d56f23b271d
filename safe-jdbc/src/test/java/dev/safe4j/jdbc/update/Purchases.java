package dev.safe4j.jdbc.update;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryListener;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A shop with one hot row: every purchase takes from the stock and a wallet and gives to the till, in one transaction. */
final class Purchases {

    static final int BUYERS = 8;
    static final BigDecimal PRICE = new BigDecimal("0.07");
    private static final BigDecimal PURSE = new BigDecimal("1000.00");

    final AtomicInteger sold = new AtomicInteger();
    final AtomicInteger soldOut = new AtomicInteger();
    final AtomicInteger lostConnections = new AtomicInteger();
    private final Updates updates;
    private final Transactions transactions;

    Purchases(DataSource dataSource) {
        Database database = Database.of(dataSource);
        updates = Updates.on(database);
        transactions = Transactions.on(database)
                .readCommitted()
                .idempotent()
                .retry(RetryPolicy.defaults()
                        .classifiedBy(database.faults())
                        .attempts(1_000)
                        .within(Duration.ofMinutes(3))
                        // HikariCP does not know H2's code for a broken connection, and tests one only after 500 ms
                        // idle.
                        .delays(Duration.ofMillis(10), Duration.ofSeconds(3))
                        .alsoRetrying(FaultClass.CONNECTION, FaultClass.AMBIGUOUS, FaultClass.LOCK_UNAVAILABLE)
                        .listener(new LostConnections()));
    }

    static void tables(TestDatabase db, int stock) {
        db.execute(
                "create table sweet (id int primary key, stock int not null)",
                "create table wallet (id int primary key, balance decimal(12,2) not null)",
                "create table till (id int primary key, balance decimal(12,2) not null)",
                "create table sale (id varchar(36) primary key, outcome varchar(10))",
                "insert into sweet values (1, " + stock + ")",
                "insert into till values (1, 0)");
        for (int buyer = 1; buyer <= BUYERS; buyer++) {
            db.execute("insert into wallet values (" + buyer + ", " + PURSE + ")");
        }
    }

    void buy(int buyer) {
        String sale = UUID.randomUUID().toString();
        boolean bought = transactions.run(attempt -> buy(buyer, sale));
        (bought ? sold : soldOut).incrementAndGet();
    }

    private boolean wasSold(String sale) {
        return updates.table("sale")
                .key("id", sale)
                .set("outcome", "sold")
                .provided("outcome = 'sold'")
                .apply()
                .isApplied();
    }

    /** Safe to run again after an unknown commit: the sale's own row says whether it is done. */
    private boolean buy(int buyer, String sale) {
        boolean here = updates.table("sale")
                .insertIfAbsent(row("id", sale, "outcome", "sold"))
                .isInserted();
        if (!here) {
            return wasSold(sale);
        }
        if (!updates.table("sweet")
                .key("id", 1)
                .subtract("stock", 1)
                .provided("stock >= 1")
                .apply()
                .isApplied()) {
            updates.table("sale")
                    .key("id", sale)
                    .set("outcome", "sold out")
                    .apply()
                    .orThrow();
            return false;
        }
        updates.table("wallet")
                .key("id", buyer)
                .subtract("balance", PRICE)
                .provided("balance >= ?", PRICE)
                .apply()
                .orThrow();
        updates.table("till").key("id", 1).add("balance", PRICE).apply().orThrow();
        return true;
    }

    static BigDecimal conserved() {
        return PURSE.multiply(BigDecimal.valueOf(BUYERS));
    }

    private final class LostConnections implements RetryListener {
        @Override
        public void onRetry(dev.safe4j.retry.Attempt attempt, Throwable failure, FaultClass fault, Duration delay) {
            if (fault == FaultClass.CONNECTION || fault == FaultClass.AMBIGUOUS) {
                lostConnections.incrementAndGet();
            }
        }
    }
}
