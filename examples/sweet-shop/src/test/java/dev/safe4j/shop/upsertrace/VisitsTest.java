package dev.safe4j.shop.upsertrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;

class VisitsTest {

    private static final int CALLERS = 16;

    @EachDatabase
    void safe_counts_every_visit(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            assertThat(visit(shop, SafeVisits.class, "home").assertSettled().succeeded())
                    .isEqualTo(CALLERS);
            assertThat(counted(shop, "home")).isEqualTo(2L * CALLERS);
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_loses_visits_and_collides_on_the_first(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            TestShop.assertBreaks("a visit is not counted", () -> {
                String page = shop.rows().newName();
                Outcome outcome = visit(shop, UnsafeVisits.class, page);
                return counted(shop, page) < 2 * outcome.succeeded();
            });
            TestShop.assertBreaks("two first visits collide", () -> {
                String page = shop.rows().newName();
                return !visit(shop, UnsafeVisits.class, page).errors().isEmpty();
            });
        }
    }

    private static Outcome visit(TestShop shop, Class<? extends Visits> form, String page) {
        Visits visits = shop.get(form);
        return shop.race(CALLERS, caller -> {
            visits.count(page);
            visits.count(page);
        });
    }

    private static long counted(TestShop shop, String page) {
        return shop.number("select visits from visit where page = ?", page);
    }
}
