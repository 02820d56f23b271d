package dev.safe4j.shop.checkthenact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;

class GoldenTicketsTest {

    private static final int CUSTOMERS = 16;

    @EachDatabase
    void safe_gives_a_ticket_to_one(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long ticket = shop.rows().insert("golden_ticket");
            Outcome outcome = claim(shop, SafeGoldenTickets.class, ticket).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(1);
            assertThat(db.value(String.class, "select owner from golden_ticket where id = ?", ticket))
                    .startsWith("child-");
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_gives_it_to_several(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            TestShop.assertBreaks("two were told that the ticket is theirs", () -> {
                long ticket = shop.rows().insert("golden_ticket");
                return claim(shop, UnsafeGoldenTickets.class, ticket).succeeded() > 1;
            });
        }
    }

    private static Outcome claim(TestShop shop, Class<? extends GoldenTickets> form, long ticket) {
        GoldenTickets tickets = shop.get(form);
        return shop.race(CUSTOMERS, caller -> tickets.claim(ticket, "child-" + caller));
    }
}
