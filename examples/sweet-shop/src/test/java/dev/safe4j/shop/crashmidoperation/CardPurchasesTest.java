package dev.safe4j.shop.crashmidoperation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.jdbc.idempotency.JdbcIdempotencyStore;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Requests;
import dev.safe4j.shop.pages.Visitor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A process that died is one that renews nothing and does not come back from its call, until the test is done with it. */
class CardPurchasesTest {

    private static final String DIES = "process A: UnsafeCardPurchases.buy";
    private static final String NEXT = "process B: UnsafeCardPurchases.buy, asked again";
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final long NOUGAT = 1;

    private final Gate death = new Gate();
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<String> charged = ConcurrentHashMap.newKeySet();

    private String charge(@Nullable String key, String card, BigDecimal amount) {
        charged.add(Objects.requireNonNull(key));
        return "ch_" + calls.incrementAndGet();
    }

    private static long purchases(TestShop shop) {
        return shop.number("select count(*) from purchase where id = 'k1'");
    }

    @EachDatabase
    void unsafe_takes_for_done_what_a_dead_process_has_begun(TestDatabase db) {
        Recording recording = new Recording(DIES, NEXT);
        try (TestShop shop = TestShop.on(db)) {
            Updates updates = shop.get(Updates.class);
            CardPurchases dying = new UnsafeCardPurchases(updates, (key, card, amount) -> {
                death.pass();
                return "ch_0";
            });
            Visitor a = Visitor.starts("A", () -> dying.buy("k1", NOUGAT, "visa"));
            death.awaitArrival();
            recording.note(DIES, "insert into purchase (id, …) values ('k1', …) → 1 row");
            recording.note(DIES, "is killed before it gets to the provider");
            new UnsafeCardPurchases(updates, this::charge).buy("k1", NOUGAT, "visa");
            recording.note(NEXT, "insert into purchase (id, …) values ('k1', …) → is there");
            recording.note(NEXT, "answers that it is done");
            assertThat(purchases(shop)).isOne();
            assertThat(calls).hasValue(0);
            death.open();
            a.finish();
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("crash-mid-operation", "bought, and the card was never charged");
        }
    }

    @EachDatabase
    void safe_is_taken_over_when_the_lease_of_the_dead_has_ended(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests there = Requests.of(shop)) {
            Updates updates = shop.get(Updates.class);
            Idempotency dies = Idempotency.builder(JdbcIdempotencyStore.on(db.dataSource()))
                    .lease(SHORT)
                    .build();
            CardPurchases dying = new SafeCardPurchases(dies, updates, (key, card, amount) -> {
                String charge = charge(key, card, amount);
                dies.close();
                death.pass();
                return charge;
            });
            Visitor a = Visitor.starts("A", () -> dying.buy("k1", NOUGAT, "visa"));
            death.awaitArrival();
            CardPurchases next = new SafeCardPurchases(there.idempotency(), updates, this::charge);
            Await.until(
                    Visitor.BOUND,
                    "process B took over",
                    () -> Visitor.starts("B", () -> next.buy("k1", NOUGAT, "visa"))
                                    .failure()
                            == null);
            assertThat(calls).as("the provider was called by both").hasValue(2);
            assertThat(charged).as("under one key").hasSize(1);
            assertThat(purchases(shop)).isOne();
            death.open();
            assertThat(a.failure()).isInstanceOf(LeaseLostException.class);
            assertThat(purchases(shop)).isOne();
        }
    }
}
