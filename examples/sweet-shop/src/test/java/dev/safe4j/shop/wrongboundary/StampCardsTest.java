package dev.safe4j.shop.wrongboundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;

class StampCardsTest {

    private static final int CALLERS = 16;

    @EachDatabase
    void safe_gives_a_gift_for_ten_stamps(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long card = card(shop);
            Outcome outcome = exchange(shop, SafeStampCards.class, card).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(3);
            assertThat(gifts(shop, card)).isEqualTo(3);
            assertThat(shop.number("select stamps from stamp_card where id = ?", card))
                    .isEqualTo(5);
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_gives_gifts_for_nothing(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            TestShop.assertBreaks("there are more gifts than stamps for them", () -> {
                long card = card(shop);
                exchange(shop, UnsafeStampCards.class, card);
                return gifts(shop, card) > 3;
            });
        }
    }

    /** The same class is right when it is called as its author thought. */
    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_is_safe_if_the_proxy_is_not_bypassed(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long card = card(shop);
            shop.race(CALLERS, caller -> shop.get(UnsafeStampCards.class).exchangeLocked(card))
                    .assertSettled();
            assertThat(gifts(shop, card)).isEqualTo(3);
        }
    }

    private static long card(TestShop shop) {
        return shop.rows().insert("stamp_card", "stamps", 35);
    }

    private static Outcome exchange(TestShop shop, Class<? extends StampCards> form, long card) {
        StampCards cards = shop.get(form);
        return shop.race(CALLERS, caller -> cards.exchange(card));
    }

    private static long gifts(TestShop shop, long card) {
        return shop.number("select count(*) from gift where card = ?", card);
    }
}
