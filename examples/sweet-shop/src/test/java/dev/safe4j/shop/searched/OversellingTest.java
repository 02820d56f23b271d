package dev.safe4j.shop.searched;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.oversell.SafeShelf;
import dev.safe4j.shop.oversell.Shelf;
import dev.safe4j.shop.oversell.Shelf.SoldOut;
import dev.safe4j.shop.oversell.UnsafeShelf;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.test.interleavings.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first search that a newcomer writes. The README shows it, and what it prints. */
class OversellingTest {

    private static final Path PRINTED = Path.of("src/test/resources/searched/overselling.txt");

    private final RaceProbe probe = new RaceProbe();

    /** What the README shows. */
    private Exploration sellTheLastOne(Shelf shelf, JdbcClient jdbc) {
        return Interleavings.on(probe)
                .given(() -> jdbc.sql("update sweet set stock = 1 where id = 7").update())
                .actor("Ann", () -> shelf.buy(7, 1))
                .actor("Bob", () -> shelf.buy(7, 1))
                .allowing(SoldOut.class)
                .afterwards("the last one is sold once", outcomes -> outcomes.successes() == 1)
                .tryExplore();
    }

    @EachDatabase
    void the_search_finds_the_order_that_oversells(TestDatabase db) throws IOException {
        try (TestShop shop = shop(db)) {
            Exploration found = sellTheLastOne(shop.get(UnsafeShelf.class), shop.get(JdbcClient.class));
            assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
            if (db.kind() == ServerKind.POSTGRESQL) {
                assertPrinted(found);
            }
        }
    }

    @EachDatabase
    void the_safe_purchase_holds_in_all_orders(TestDatabase db) {
        try (TestShop shop = shop(db)) {
            Exploration found = sellTheLastOne(shop.get(SafeShelf.class), shop.get(JdbcClient.class));
            assertThat(found.held()).as(found::toString).isTrue();
            assertThat(found.toString()).startsWith("held in all 4 orders, exhausted, 2 actors, 3+3 steps");
        }
    }

    private TestShop shop(TestDatabase db) {
        TestShop shop = TestShop.on(db, probe::wrap);
        db.execute("insert into sweet (id, name, price, stock) values (7, 'Lemon drop', 0.25, 1)");
        return shop;
    }

    /** With {@code -Dsafe4j.golden=write} what was printed becomes what is expected. */
    private static void assertPrinted(Exploration found) throws IOException {
        // the version is the build's
        String printed = found.toString()
                        .replaceAll("PostgreSQL [0-9.]+", "PostgreSQL")
                        .replaceAll("postgresql-\\d+", "postgresql")
                + "\n";
        if ("write".equals(System.getProperty("safe4j.golden"))) {
            Files.createDirectories(PRINTED.getParent());
            Files.writeString(PRINTED, printed);
        }
        assertThat(printed).isEqualTo(Files.readString(PRINTED));
    }
}
