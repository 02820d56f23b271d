package dev.safe4j.shop.writeskew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import dev.safe4j.shop.race.RaceRows;
import java.util.ArrayList;
import java.util.List;

class ShiftsTest {

    private static final int SHIFTS = 8;

    /** A keeper, and the shift they are on. */
    private record Keeper(long id, long shift) {}

    @EachDatabase
    void safe_leaves_one_keeper_on_every_shift(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Outcome outcome = goHome(shop, SafeShifts.class).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(SHIFTS);
            assertThat(manned(shop)).isEqualTo(SHIFTS);
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_leaves_a_shift_to_nobody(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            TestShop.assertBreaks("a shift has nobody", () -> {
                long before = manned(shop);
                goHome(shop, UnsafeShifts.class);
                return manned(shop) - before < SHIFTS;
            });
        }
    }

    private static Outcome goHome(TestShop shop, Class<? extends Shifts> form) {
        Shifts shifts = shop.get(form);
        List<Keeper> keepers = keepers(shop.rows());
        return shop.race(
                keepers.size(),
                caller -> shifts.goHome(
                        keepers.get(caller).shift(), keepers.get(caller).id()));
    }

    private static List<Keeper> keepers(RaceRows rows) {
        List<Keeper> keepers = new ArrayList<>();
        for (int i = 0; i < SHIFTS; i++) {
            long shift = rows.insert("shift");
            keepers.add(new Keeper(rows.insert("keeper", "shift", shift, "on_call", true), shift));
            keepers.add(new Keeper(rows.insert("keeper", "shift", shift, "on_call", true), shift));
        }
        return keepers;
    }

    private static long manned(TestShop shop) {
        return shop.number("select count(distinct shift) from keeper where on_call = true");
    }
}
