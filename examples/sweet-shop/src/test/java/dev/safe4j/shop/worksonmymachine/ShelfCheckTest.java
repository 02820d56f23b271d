package dev.safe4j.shop.worksonmymachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.oversell.SafeShelf;
import dev.safe4j.shop.oversell.Shelf;
import dev.safe4j.shop.oversell.UnsafeShelf;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.worksonmymachine.ShelfCheck.Stock;
import dev.safe4j.test.interleavings.InterleavingViolation;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.test.race.RaceViolation;
import java.math.BigDecimal;

class ShelfCheckTest {

    private static final String ANN = "Ann, in UnsafeShelfCheck.check";
    private static final String BOB = "Bob, who comes when she is done";

    private final RaceProbe probe = new RaceProbe();

    private record Rows(TestShop shop, TestDatabase db, long sweet) implements Stock {

        @Override
        public void set(int pieces) {
            db.execute("update sweet set stock = " + pieces + " where id = " + sweet);
        }

        @Override
        public int get() {
            return (int) shop.number("select stock from sweet where id = ?", sweet);
        }
    }

    private static Rows rows(TestShop shop, TestDatabase db) {
        long sweet = shop.rows().insert("sweet", "name", "Nougat", "price", BigDecimal.ONE, "stock", 1);
        return new Rows(shop, db, sweet);
    }

    private SafeShelfCheck safe(Rows rows) {
        return new SafeShelfCheck(Interleavings.on(probe), rows.sweet(), rows);
    }

    /** What the unsafe check does, step by step, on a shelf that oversells; the check itself is green, too. */
    @EachDatabase
    void unsafe_is_green_on_a_shelf_that_oversells(TestDatabase db) {
        Recording recording = new Recording(ANN, BOB);
        try (TestShop shop = TestShop.on(db, probe::wrap)) {
            Rows rows = rows(shop, db);
            Shelf shelf = shop.get(UnsafeShelf.class);
            new UnsafeShelfCheck(rows.sweet(), rows).check(shelf);
            rows.set(1);
            shelf.buy(rows.sweet(), 1);
            recording.note(ANN, "buys; the stock is 0, and that is committed");
            assertThatThrownBy(() -> shelf.buy(rows.sweet(), 1)).isInstanceOf(Shelf.SoldOut.class);
            recording.note(BOB, "reads that the stock is 0 → SoldOut");
            assertThat(rows.get()).isZero();
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("works-on-my-machine", "green; of all the orders of two callers, one was run");
        }
    }

    @EachDatabase
    void safe_is_red_on_it_and_says_in_which_order(TestDatabase db) {
        try (TestShop shop = TestShop.on(db, probe::wrap)) {
            Rows rows = rows(shop, db);
            assertThatThrownBy(() -> safe(rows).check(shop.get(UnsafeShelf.class)))
                    .isInstanceOf(InterleavingViolation.class)
                    .hasMessageContaining("the last one is sold once")
                    .hasMessageContaining("Ann")
                    .hasMessageContaining("Bob");
        }
    }

    @EachDatabase
    void safe_is_green_on_a_shelf_that_does_not(TestDatabase db) {
        try (TestShop shop = TestShop.on(db, probe::wrap)) {
            db.warm(8);
            Rows rows = rows(shop, db);
            safe(rows).check(shop.get(SafeShelf.class));
        }
    }

    /** The race alone needs luck, of which sixteen callers in twenty rounds have enough. */
    @EachDatabase(ServerKind.POSTGRESQL)
    void the_race_alone_is_red_on_it_too(TestDatabase db) {
        try (TestShop shop = TestShop.on(db, probe::wrap)) {
            db.warm(8);
            Rows rows = rows(shop, db);
            assertThatThrownBy(() -> safe(rows).atOnce(shop.get(UnsafeShelf.class)))
                    .isInstanceOf(RaceViolation.class);
        }
    }
}
