package dev.safe4j.shop.phantombooking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;

class TastingsTest {

    private static final int GUESTS = 16;
    private static final int SEATS = 4;

    @EachDatabase
    void safe_books_the_seats_and_no_more(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long tasting = shop.rows().insert("tasting", "seats", SEATS);
            Outcome outcome = book(shop, SafeTastings.class, tasting).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(SEATS);
            assertThat(booked(shop, tasting)).isEqualTo(SEATS);
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_books_one_too_many(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            TestShop.assertBreaks("there are more guests than seats", () -> {
                long tasting = shop.rows().insert("tasting", "seats", SEATS);
                book(shop, UnsafeTastings.class, tasting);
                return booked(shop, tasting) > SEATS;
            });
        }
    }

    private static Outcome book(TestShop shop, Class<? extends Tastings> form, long tasting) {
        Tastings tastings = shop.get(form);
        return shop.race(GUESTS, caller -> tastings.book(tasting, "guest-" + caller));
    }

    private static long booked(TestShop shop, long tasting) {
        return shop.number("select count(*) from booking where tasting = ?", tasting);
    }
}
