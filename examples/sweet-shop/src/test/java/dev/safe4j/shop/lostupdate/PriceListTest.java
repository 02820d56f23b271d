package dev.safe4j.shop.lostupdate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import dev.safe4j.shop.lostupdate.PriceList.Edition;
import dev.safe4j.update.StaleVersionException;

class PriceListTest {

    private static final int EDITORS = 12;

    @EachDatabase
    void safe_keeps_every_edit_that_it_has_saved(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            PriceList lists = shop.get(SafePriceList.class);
            long list = list(shop);
            Outcome outcome =
                    shop.race(EDITORS, caller -> edit(lists, list, caller)).assertSettled();
            assertThat(outcome.succeeded()).isPositive();
            assertThat(edits(lists, list)).isEqualTo(outcome.succeeded());
            assertThat(lists.read(list).version()).isEqualTo(1 + outcome.succeeded());
        }
    }

    @EachDatabase
    void safe_tells_the_second_editor_what_happened(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            PriceList lists = shop.get(SafePriceList.class);
            long list = list(shop);
            Edition first = lists.read(list);
            assertThat(lists.save(list, new Edition("new\n", first.version()))).isEqualTo(new Edition("new\n", 2));
            assertThatThrownBy(() -> lists.save(list, new Edition("newer\n", first.version())))
                    .isInstanceOf(StaleVersionException.class)
                    .hasMessageContaining("expected version 1, found 2");
            assertThat(lists.append(list, "line")).isEqualTo(new Edition("new\nline\n", 3));
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_loses_edits(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            PriceList lists = shop.get(UnsafePriceList.class);
            TestShop.assertBreaks("a saved edit is gone", () -> {
                long list = list(shop);
                Outcome outcome = shop.race(EDITORS, caller -> edit(lists, list, caller));
                return edits(lists, list) < outcome.succeeded();
            });
        }
    }

    private static long list(TestShop shop) {
        return shop.rows().insert("price_list", "content", "Prices\n", "version", 1);
    }

    /** Half edit the text that they have read, half append whatever it is. */
    private static void edit(PriceList lists, long list, int caller) {
        if (caller % 2 == 0) {
            Edition read = lists.read(list);
            lists.save(list, new Edition(read.content() + "edit " + caller + "\n", read.version()));
        } else {
            lists.append(list, "edit " + caller);
        }
    }

    private static long edits(PriceList lists, long list) {
        return lists.read(list)
                .content()
                .lines()
                .filter(line -> line.startsWith("edit "))
                .count();
    }
}
