package dev.safe4j.shop.blindretry;

import dev.safe4j.jdbc.transaction.Transactions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Again after a conflict, which passes; not after a refusal, which comes again. */
@Service
public final class SafeBoxPairs implements BoxPairs {

    private final Transactions transactions;
    private final JdbcClient jdbc;

    public SafeBoxPairs(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @Override
    public void sell(long first, long second) {
        transactions.runWithoutResult(attempt -> {
            take(first);
            take(second);
        });
    }

    private void take(long box) {
        jdbc.sql("update box set stock = stock - 1 where id = ?").param(box).update();
    }
}
