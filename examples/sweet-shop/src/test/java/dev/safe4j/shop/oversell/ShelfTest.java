package dev.safe4j.shop.oversell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import java.math.BigDecimal;

class ShelfTest {

    private static final int CALLERS = 16;
    private static final int STOCK = 10;

    @EachDatabase
    void safe_sells_the_stock_and_counts_every_delivery(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Shelf shelf = shop.get(SafeShelf.class);
            long scarce = sweet(shop, 5);
            Outcome bought = shop.race(CALLERS, caller -> shelf.buy(scarce, 1)).assertSettled();
            assertThat(bought.succeeded()).isEqualTo(5);
            assertThat(stock(shop, scarce)).isZero();

            long busy = sweet(shop, STOCK);
            Outcome traded = shop.race(CALLERS, caller -> buyOrRestock(shelf, busy, caller))
                    .assertSettled();
            assertThat(traded.succeeded()).isEqualTo(CALLERS);
            assertThat(stock(shop, busy)).isEqualTo(STOCK - CALLERS / 2 + 100L * (CALLERS / 2));
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_oversells(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Shelf shelf = shop.get(UnsafeShelf.class);
            TestShop.assertBreaks("more is sold than was there", () -> {
                long scarce = sweet(shop, 5);
                return shop.race(CALLERS, caller -> shelf.buy(scarce, 1)).succeeded() > 5;
            });
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_loses_a_delivery(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Shelf shelf = shop.get(UnsafeShelf.class);
            TestShop.assertBreaks("a delivery is lost", () -> {
                long busy = sweet(shop, STOCK);
                shop.race(CALLERS, caller -> buyOrRestock(shelf, busy, caller));
                return stock(shop, busy) < STOCK - CALLERS / 2 + 100L * (CALLERS / 2);
            });
        }
    }

    private static void buyOrRestock(Shelf shelf, long sweet, int caller) {
        if (caller % 2 == 0) {
            shelf.buy(sweet, 1);
        } else {
            shelf.restock(sweet, 100);
        }
    }

    private static long sweet(TestShop shop, int stock) {
        return shop.rows().insert("sweet", "name", "Nougat", "price", BigDecimal.ONE, "stock", stock);
    }

    private static long stock(TestShop shop, long sweet) {
        return shop.number("select stock from sweet where id = ?", sweet);
    }
}
