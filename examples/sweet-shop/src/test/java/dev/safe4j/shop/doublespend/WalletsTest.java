package dev.safe4j.shop.doublespend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import java.math.BigDecimal;

class WalletsTest {

    private static final int PAYERS = 16;
    private static final BigDecimal PRICE = new BigDecimal("19.99");

    @EachDatabase
    void safe_pays_what_is_in_the_wallet_and_no_more(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long wallet = wallet(shop);
            Outcome outcome = pay(shop, SafeWallets.class, wallet).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(5);
            assertThat(balance(db, wallet)).isEqualByComparingTo("0.05");
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_overdraws_it(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            TestShop.assertBreaks("the balance is negative", () -> {
                long wallet = wallet(shop);
                pay(shop, UnsafeWallets.class, wallet);
                return balance(db, wallet).signum() < 0;
            });
        }
    }

    private static long wallet(TestShop shop) {
        return shop.rows().insert("wallet", "family", 0, "balance", new BigDecimal("100.00"));
    }

    private static Outcome pay(TestShop shop, Class<? extends Wallets> form, long wallet) {
        Wallets wallets = shop.get(form);
        return shop.race(PAYERS, caller -> wallets.pay(wallet, PRICE));
    }

    private static BigDecimal balance(TestDatabase db, long wallet) {
        BigDecimal balance = db.value(BigDecimal.class, "select balance from wallet where id = ?", wallet);
        assertThat(balance).isNotNull();
        return balance;
    }
}
