package dev.safe4j.shop.worksonmymachine;

import dev.safe4j.shop.oversell.Shelf;
import dev.safe4j.shop.oversell.Shelf.SoldOut;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.race.Race;

/** Two buy the last one, in every order of their statements; then sixteen buy what is there, at once. */
final class SafeShelfCheck implements ShelfCheck {

    private final Interleavings search;
    private final long sweet;
    private final Stock stock;

    SafeShelfCheck(Interleavings search, long sweet, Stock stock) {
        this.search = search;
        this.sweet = sweet;
        this.stock = stock;
    }

    @Override
    public void check(Shelf shelf) {
        inEveryOrder(shelf);
        atOnce(shelf);
    }

    void inEveryOrder(Shelf shelf) {
        search.given(() -> stock.set(1))
                .actor("Ann", () -> shelf.buy(sweet, 1))
                .actor("Bob", () -> shelf.buy(sweet, 1))
                .allowing(SoldOut.class)
                .afterwards("the last one is sold once", outcomes -> outcomes.successes() == 1)
                .explore();
    }

    void atOnce(Shelf shelf) {
        Race.of(16, () -> shelf.buy(sweet, 1))
                .rounds(20)
                .given(() -> stock.set(5))
                .refusedBy(SoldOut.class)
                .run()
                .assertSucceeded(5)
                .assertRefused(11);
    }
}
