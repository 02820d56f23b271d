package dev.safe4j.shop.longtransaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import dev.safe4j.shop.outside.Bank;
import java.math.BigDecimal;

class CheckoutTest {

    private static final int BUYERS = 12;
    private static final int STOCK = 8;

    @EachDatabase
    void safe_holds_nothing_while_the_bank_thinks(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long sweet = sweet(shop);
            Outcome outcome = buy(shop, SafeCheckout.class, sweet).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(STOCK);
            assertThat(shop.number("select stock from sweet where id = ?", sweet))
                    .isZero();
            assertThat(shop.number("select count(*) from purchase where sweet = ?", sweet))
                    .isEqualTo(STOCK);
            assertThat(shop.get(Bank.class).calls("card")).isEqualTo(STOCK);
            assertThat(shop.get(Bank.class).callsInTransaction("card")).isZero();
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_holds_a_row_and_a_connection(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            buy(shop, UnsafeCheckout.class, sweet(shop)).assertSettled();
            assertThat(shop.get(Bank.class).callsInTransaction("card")).isEqualTo(STOCK);
        }
    }

    private static long sweet(TestShop shop) {
        return shop.rows().insert("sweet", "name", "Nougat", "price", BigDecimal.ONE, "stock", STOCK);
    }

    private static Outcome buy(TestShop shop, Class<? extends Checkout> form, long sweet) {
        Checkout checkout = shop.get(form);
        return shop.race(BUYERS, caller -> checkout.buy(sweet, "card"));
    }
}
