package dev.safe4j.shop.lockorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.springframework.dao.PessimisticLockingFailureException;

@Tag("slow")
class OrderedTransfersTest {

    private static final int CALLERS = 8;
    private static final int TRANSFERS = 10;

    private static List<Long> wallets(TestShop shop) {
        return List.of(wallet(shop), wallet(shop));
    }

    private static long wallet(TestShop shop) {
        return shop.rows().insert("wallet", "family", 0, "balance", new BigDecimal("500.00"));
    }

    private static Outcome bothWays(TestShop shop, Class<? extends OrderedTransfers> form) {
        OrderedTransfers transfers = shop.get(form);
        List<Long> wallets = wallets(shop);
        Outcome outcome = shop.race(CALLERS, caller -> {
            for (int i = 0; i < TRANSFERS; i++) {
                transfers.transfer(wallets.get(caller % 2), wallets.get((caller + 1) % 2), BigDecimal.ONE);
            }
        });
        assertThat(shop.number("select sum(balance) from wallet where id in (?, ?)", wallets.get(0), wallets.get(1)))
                .isEqualTo(1000);
        return outcome;
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void unsafe_ends_in_a_deadlock_that_somebody_is_shown(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            TestShop.assertBreaks("two transfers waited for each other", () -> {
                Outcome outcome = bothWays(shop, UnsafeOrderedTransfers.class);
                assertThat(outcome.errors()).allMatch(PessimisticLockingFailureException.class::isInstance);
                return !outcome.errors().isEmpty();
            });
        }
    }

    @EachDatabase
    void safe_locks_the_rows_in_one_order(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Outcome outcome = bothWays(shop, SafeOrderedTransfers.class).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(CALLERS);
        }
    }

    @EachDatabase
    void locked_takes_both_locks_in_one_order(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Outcome outcome = bothWays(shop, LockedTransfers.class).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(CALLERS);
        }
    }

    @EachDatabase
    void every_form_refuses_what_is_not_there(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            List<Long> wallets = wallets(shop);
            for (Class<? extends OrderedTransfers> form :
                    List.of(UnsafeOrderedTransfers.class, SafeOrderedTransfers.class, LockedTransfers.class)) {
                assertThatThrownBy(() -> shop.get(form).transfer(wallets.get(0), wallets.get(1), new BigDecimal("501")))
                        .as(form.getSimpleName())
                        .isInstanceOf(OrderedTransfers.TooLittle.class);
            }
            assertThat(shop.number("select count(*) from wallet where balance <> 500"))
                    .isZero();
        }
    }
}
