package dev.safe4j.shop.blindretry;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Five times, whatever it was. */
@Service
public final class UnsafeBoxPairs implements BoxPairs {

    private static final int ATTEMPTS = 5;

    private final TransactionOperations transactions;
    private final JdbcClient jdbc;

    public UnsafeBoxPairs(TransactionOperations transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @Override
    public void sell(long first, long second) {
        for (int attempt = 1; ; attempt++) {
            try {
                transactions.executeWithoutResult(status -> {
                    take(first);
                    take(second);
                });
                return;
            } catch (RuntimeException failure) {
                if (attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    private void take(long box) {
        jdbc.sql("update box set stock = stock - 1 where id = ?").param(box).update();
    }
}
