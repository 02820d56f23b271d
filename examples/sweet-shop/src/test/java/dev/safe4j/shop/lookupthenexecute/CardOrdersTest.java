package dev.safe4j.shop.lookupthenexecute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.RequestRefusedException;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.outside.PaymentProvider;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Requests;
import dev.safe4j.shop.pages.Visitor;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

class CardOrdersTest {

    private static final String FIRST = "request k1: UnsafeCardOrders.order";
    private static final String SECOND = "request k1, again: UnsafeCardOrders.order";
    private static final long NOUGAT = 1;

    private final Recording recording = new Recording(FIRST, SECOND);
    private final Gate slow = new Gate();
    private final AtomicInteger charged = new AtomicInteger();

    /** The first who comes is not done until the test says so. */
    private final PaymentProvider provider = (key, card, amount) -> {
        int call = charged.incrementAndGet();
        if (call == 1) {
            slow.pass();
        }
        return "ch_" + call;
    };

    @EachDatabase
    void unsafe_charges_twice_when_both_have_looked(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            CardOrders orders = new UnsafeCardOrders(shop.get(JdbcClient.class), provider);
            Visitor first = Visitor.starts("first", () -> orders.order("k1", NOUGAT, "visa"));
            slow.awaitArrival();
            recording.note(FIRST, "select id from purchase where id = 'k1' → (no row)");
            recording.note(FIRST, "charges the card, and the provider takes its time");
            orders.order("k1", NOUGAT, "visa");
            recording.note(SECOND, "select id from purchase where id = 'k1' → (no row)");
            recording.note(SECOND, "charges the card");
            recording.note(SECOND, "insert into purchase (id, …) values ('k1', …) → 1 row");
            slow.open();
            assertThat(first.failure()).isInstanceOf(DuplicateKeyException.class);
            recording.note(FIRST, "insert into purchase (id, …) values ('k1', …) → duplicate key");
            assertThat(charged).hasValue(2);
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("lookup-then-execute", "one purchase, and the card was charged twice");
        }
    }

    @EachDatabase
    void safe_tells_the_second_that_the_first_is_at_it(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests here = Requests.of(shop);
                Requests there = Requests.of(shop)) {
            Updates updates = shop.get(Updates.class);
            CardOrders orders = new SafeCardOrders(here.idempotency(), updates, provider);
            CardOrders elsewhere = new SafeCardOrders(there.idempotency(), updates, provider);
            Visitor first = Visitor.starts("first", () -> orders.order("k1", NOUGAT, "visa"));
            slow.awaitArrival();
            Visitor second = Visitor.starts("second", () -> elsewhere.order("k1", NOUGAT, "visa"));
            assertThat(second.failure())
                    .isInstanceOfSatisfying(
                            RequestRefusedException.class,
                            refused ->
                                    assertThat(refused.reason()).isEqualTo(RequestRefusedException.Reason.IN_PROGRESS));
            slow.open();
            first.finish();
            elsewhere.order("k1", NOUGAT, "visa");
            assertThat(charged).hasValue(1);
            assertThat(shop.number("select count(*) from purchase where id = 'k1'"))
                    .isOne();
        }
    }
}
