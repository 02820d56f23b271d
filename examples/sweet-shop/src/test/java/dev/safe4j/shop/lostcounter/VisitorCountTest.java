package dev.safe4j.shop.lostcounter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Counters;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.CounterStores;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.jdbc.core.simple.JdbcClient;

class VisitorCountTest {

    private static final String FIRST = "request 1: UnsafeVisitorCount.visited";
    private static final String SECOND = "request 2: UnsafeVisitorCount.visited";

    private final Gate door = new Gate();
    private final List<Long> greeted = new CopyOnWriteArrayList<>();

    /** The first one has a chat at the door. */
    private void greet(long number) {
        greeted.add(number);
        if (greeted.size() == 1) {
            door.pass();
        }
    }

    @EachDatabase
    void unsafe_counts_two_visitors_as_one(TestDatabase db) {
        Recording recording = new Recording(FIRST, SECOND);
        try (TestShop shop = TestShop.on(db)) {
            JdbcClient jdbc = shop.get(JdbcClient.class);
            jdbc.sql("insert into visit (page, visits) values ('home', 998)").update();
            VisitorCount count = new UnsafeVisitorCount(jdbc, this::greet);
            Visitor first = Visitor.starts("request 1", () -> count.visited("home"));
            door.awaitArrival();
            recording.note(FIRST, "select visits from visit … → 998; greets number 999");
            assertThat(count.visited("home")).isEqualTo(999);
            recording.note(SECOND, "select visits from visit … → 998; greets number 999");
            recording.note(SECOND, "update visit set visits = 999 …");
            door.open();
            first.finish();
            recording.note(FIRST, "update visit set visits = 999 …");
            assertThat(shop.number("select visits from visit where page = 'home'"))
                    .isEqualTo(999);
            assertThat(greeted).containsExactly(999L, 999L);
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("lost-counter", "two visitors, counted as one; the thousandth has still to come");
        }
    }

    @EachDatabase
    void safe_counts_both(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                CounterStore store = CounterStores.of(shop)) {
            Counters counters = Counters.on(store);
            counters.add("visits:home", 998);
            VisitorCount count = new SafeVisitorCount(counters, this::greet);
            Visitor first = Visitor.starts("request 1", () -> count.visited("home"));
            door.awaitArrival();
            assertThat(count.visited("home")).isEqualTo(1000);
            door.open();
            first.finish();
            assertThat(counters.get("visits:home")).isEqualTo(1000);
            assertThat(greeted).containsExactly(999L, 1000L);
        }
    }
}
