package dev.safe4j.shop.blindretry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.retry.Attempt;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryListener;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Recording;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

class BoxPairsTest {

    private static final String SHOP = "shop: UnsafeBoxPairs.sell";
    private static final String SERVER = "database";
    private static final int CALLERS = 4;
    private static final int MANY = 1_000;

    private final Recording recording = new Recording(SHOP, SERVER);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();

    private static long box(TestShop shop, int stock) {
        return shop.rows().insert("box", "stock", stock);
    }

    /** Counts the transactions, and writes them down. */
    private TransactionOperations counted(TestShop shop) {
        TransactionTemplate template = new TransactionTemplate(shop.get(PlatformTransactionManager.class));
        return new TransactionOperations() {
            @Override
            public <T> T execute(TransactionCallback<T> action) {
                begun.incrementAndGet();
                recording.note(SHOP, "update box set stock = stock - 1 where id = 1");
                try {
                    return template.execute(action);
                } catch (DataIntegrityViolationException refused) {
                    recording.note(SERVER, "stock 0 → -1: box_stock is violated; rolled back");
                    throw refused;
                }
            }
        };
    }

    private Transactions counting(TestShop shop) {
        return shop.get(Transactions.class)
                .retry(RetryPolicy.defaults().attempts(20).listener(new RetryListener() {
                    @Override
                    public void onRetry(Attempt attempt, Throwable failure, FaultClass fault, Duration delay) {
                        assertThat(fault).isEqualTo(FaultClass.CONFLICT);
                        conflicts.incrementAndGet();
                    }
                }));
    }

    @EachDatabase
    void unsafe_asks_five_times_for_what_is_sold_out(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            BoxPairs pairs = new UnsafeBoxPairs(counted(shop), shop.get(JdbcClient.class));
            long soldOut = box(shop, 0);
            long other = box(shop, 1);
            assertThatThrownBy(() -> pairs.sell(soldOut, other)).isInstanceOf(DataIntegrityViolationException.class);
            assertThat(begun).hasValue(5);
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage(
                    "blind-retry", "refused, as it was the first time; five transactions instead of one");
        }
    }

    @EachDatabase
    void safe_asks_once_for_what_is_sold_out(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            JdbcClient jdbc = shop.get(JdbcClient.class);
            Transactions transactions = counting(shop);
            long soldOut = box(shop, 0);
            long other = box(shop, 1);
            assertThatThrownBy(() -> new SafeBoxPairs(transactions, jdbc).sell(soldOut, other))
                    .isInstanceOf(DataIntegrityViolationException.class);
            assertThat(conflicts).hasValue(0);
            assertThat(shop.number("select stock from box where id = ?", other)).isOne();
        }
    }

    /** Sold in both orders at once: a deadlock, of which the server ends one. */
    @EachDatabase
    void safe_tries_again_after_a_conflict(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            BoxPairs pairs = new SafeBoxPairs(counting(shop), shop.get(JdbcClient.class));
            long red = box(shop, MANY);
            long blue = box(shop, MANY);
            AtomicInteger rounds = new AtomicInteger();
            TestShop.assertBreaks("a conflict was tried again", () -> {
                rounds.incrementAndGet();
                shop.race(CALLERS, caller -> sell(pairs, red, blue, caller)).assertSettled();
                return conflicts.get() > 0;
            });
            long sold = (long) rounds.get() * CALLERS;
            assertThat(shop.number("select stock from box where id = ?", red)).isEqualTo(MANY - sold);
            assertThat(shop.number("select stock from box where id = ?", blue)).isEqualTo(MANY - sold);
        }
    }

    private static void sell(BoxPairs pairs, long red, long blue, int caller) {
        if (caller % 2 == 0) {
            pairs.sell(red, blue);
        } else {
            pairs.sell(blue, red);
        }
    }
}
