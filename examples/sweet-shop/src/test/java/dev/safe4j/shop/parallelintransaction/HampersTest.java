package dev.safe4j.shop.parallelintransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.fanout.FanOuts;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.parallelintransaction.Hampers.SoldOut;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class HampersTest {

    private static final String REQUEST = "request: UnsafeHampers.pack, in its transaction";
    private static final String WORKERS = "its workers, each on a connection of its own";
    private static final long BOX = 1;

    private static long sweet(TestShop shop, int stock) {
        return shop.rows().insert("sweet", "name", "sweet", "price", BigDecimal.ONE, "stock", stock);
    }

    private static long stock(TestShop shop, long sweet) {
        return shop.number("select stock from sweet where id = ?", sweet);
    }

    private static long orders(TestShop shop) {
        return shop.number("select count(*) from box_order");
    }

    @EachDatabase
    void unsafe_leaves_half_of_its_writes_behind_a_rollback(TestDatabase db) {
        Recording recording = new Recording(REQUEST, WORKERS);
        try (TestShop shop = TestShop.on(db)) {
            long nougat = sweet(shop, 5);
            long toffee = sweet(shop, 5);
            long fudge = sweet(shop, 0);
            Hampers hampers = shop.with(UnsafeHampers.class);
            assertThatThrownBy(() -> hampers.pack(BOX, "Charlie", List.of(nougat, toffee, fudge)))
                    .hasRootCauseInstanceOf(SoldOut.class);
            recording.note(REQUEST, "insert into box_order …");
            recording.note(WORKERS, "update sweet set stock = stock - 1 … nougat → 1 row, which is committed");
            recording.note(WORKERS, "update sweet set stock = stock - 1 … toffee → 1 row, which is committed");
            recording.note(WORKERS, "update sweet set stock = stock - 1 … fudge → 0 rows: sold out");
            assertThat(orders(shop)).isZero();
            recording.note(REQUEST, "join() → CompletionException; rollback: the order is gone");
            assertThat(stock(shop, nougat)).isEqualTo(4);
            assertThat(stock(shop, toffee)).isEqualTo(4);
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("parallel-in-transaction", "no hamper, and two sweets gone from the shelf");
        }
    }

    @EachDatabase
    void safe_does_all_or_nothing(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long nougat = sweet(shop, 5);
            long toffee = sweet(shop, 5);
            long fudge = sweet(shop, 0);
            Hampers hampers = shop.with(SafeHampers.class);
            assertThatThrownBy(() -> hampers.pack(BOX, "Charlie", List.of(nougat, toffee, fudge)))
                    .isInstanceOf(SoldOut.class);
            assertThat(orders(shop)).isZero();
            assertThat(stock(shop, nougat)).isEqualTo(5);
            assertThat(stock(shop, toffee)).isEqualTo(5);
            hampers.pack(BOX, "Charlie", List.of(nougat, toffee));
            assertThat(orders(shop)).isEqualTo(1);
            assertThat(stock(shop, nougat)).isEqualTo(4);
            assertThat(stock(shop, toffee)).isEqualTo(4);
        }
    }

    /** The mistake of the unsafe form, made with the library. */
    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.H2})
    void a_fan_out_that_knows_of_transactions_refuses_to_start_in_one(TestDatabase db) {
        FanOuts fanOuts = FanOuts.builder()
                .transactions(TransactionSynchronizationManager::isActualTransactionActive)
                .build();
        try (TestShop shop = TestShop.on(db)) {
            long nougat = sweet(shop, 5);
            Updates updates = shop.get(Updates.class);
            assertThatThrownBy(() -> shop.get(Transactions.class)
                            .runWithoutResult(attempt -> fanOuts.over(List.of(nougat))
                                    .all(sweet -> updates.table("sweet")
                                            .key("id", sweet)
                                            .subtract("stock", 1)
                                            .apply())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transaction");
            assertThat(stock(shop, nougat)).isEqualTo(5);
        }
    }
}
