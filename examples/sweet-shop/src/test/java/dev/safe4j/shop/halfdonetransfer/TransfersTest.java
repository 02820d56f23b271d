package dev.safe4j.shop.halfdonetransfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class TransfersTest {

    private static final int CALLERS = 16;
    private static final BigDecimal AMOUNT = new BigDecimal("20.01");

    @EachDatabase
    void safe_keeps_the_money_together(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Transfers transfers = shop.get(SafeTransfers.class);
            List<Long> wallets = wallets(shop, "100.00", "100.00", "990.00");
            Outcome outcome = shop.race(
                            CALLERS,
                            caller -> transfers.transfer(
                                    wallets.get(caller % 3), wallets.get((caller + 1 + caller / 8) % 3), AMOUNT))
                    .assertSettled();
            assertThat(outcome.succeeded()).isPositive();
            assertThat(outcome.refused()).isPositive();
            assertThat(total(db)).isEqualByComparingTo("1190.00");
            assertThat(shop.number("select count(*) from wallet where balance < 0 or balance > 1000"))
                    .isZero();
        }
    }

    @EachDatabase
    void safe_says_why_and_changes_nothing(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Transfers transfers = shop.get(SafeTransfers.class);
            List<Long> wallets = wallets(shop, "10.00", "500.00", "990.00");
            assertThatThrownBy(() -> transfers.transfer(wallets.get(0), wallets.get(1), AMOUNT))
                    .isInstanceOf(Transfers.InsufficientFunds.class);
            assertThatThrownBy(() -> transfers.transfer(wallets.get(1), wallets.get(2), AMOUNT))
                    .isInstanceOf(Transfers.WalletFull.class);
            assertThat(shop.number("select count(*) from wallet where balance in (10, 500, 990)"))
                    .isEqualTo(3);
        }
    }

    @EachDatabase
    void unsafe_loses_money_when_the_second_write_fails(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            List<Long> wallets = wallets(shop, "100.00", "990.00");
            assertThatThrownBy(() -> shop.get(UnsafeTransfers.class).transfer(wallets.get(0), wallets.get(1), AMOUNT));
            assertThat(total(db)).isEqualByComparingTo("1069.99");
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void safe_transfers_both_ways_do_not_wait_in_a_circle(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Transfers transfers = shop.get(SafeTransfers.class);
            List<Long> wallets = wallets(shop, "500.00", "500.00");
            Outcome outcome = shop.race(
                            CALLERS,
                            caller -> transfers.transfer(
                                    wallets.get(caller % 2), wallets.get((caller + 1) % 2), BigDecimal.ONE))
                    .assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(CALLERS);
        }
    }

    private static List<Long> wallets(TestShop shop, String... balances) {
        List<Long> wallets = new ArrayList<>();
        for (String balance : balances) {
            wallets.add(shop.rows().insert("wallet", "family", 0, "balance", new BigDecimal(balance)));
        }
        return wallets;
    }

    private static BigDecimal total(TestDatabase db) {
        return db.value(BigDecimal.class, "select sum(balance) from wallet");
    }
}
