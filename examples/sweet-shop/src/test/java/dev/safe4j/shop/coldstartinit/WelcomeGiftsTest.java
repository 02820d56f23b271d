package dev.safe4j.shop.coldstartinit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.once.Once;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Requests;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

class WelcomeGiftsTest {

    private static final String A = "instance A: UnsafeWelcomeGifts.give";
    private static final String B = "instance B: UnsafeWelcomeGifts.give";
    private static final int CARDS = 3;

    private final Gate slow = new Gate();
    private final AtomicInteger asked = new AtomicInteger();

    /** Headquarters take their time with the first who asks. */
    private final WelcomeGifts.Members members = () -> {
        if (asked.incrementAndGet() == 1) {
            slow.pass();
        }
        return List.of(1L, 2L, 3L);
    };

    private WelcomeGifts safe(TestShop shop, Once once) {
        return new SafeWelcomeGifts(once, shop.get(Transactions.class), shop.get(JdbcClient.class), members);
    }

    private static long gifts(TestShop shop) {
        return shop.number("select count(*) from gift");
    }

    @EachDatabase
    void unsafe_gives_twice_when_two_instances_start(TestDatabase db) {
        Recording recording = new Recording(A, B);
        try (TestShop shop = TestShop.on(db)) {
            WelcomeGifts gifts = new UnsafeWelcomeGifts(shop.get(JdbcClient.class), members);
            Visitor a = Visitor.starts("A", gifts::give);
            slow.awaitArrival();
            recording.note(A, "select count(*) from gift → 0; asks who has a card");
            gifts.give();
            recording.note(B, "select count(*) from gift → 0; asks who has a card");
            recording.note(B, "insert into gift → 3 rows");
            slow.open();
            a.finish();
            recording.note(A, "insert into gift → 3 rows");
            assertThat(gifts(shop)).isEqualTo(2L * CARDS);
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("cold-start-init", "3 cards, 6 gifts");
        }
    }

    @EachDatabase
    void safe_has_the_second_instance_wait_for_the_first(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests here = Requests.of(shop);
                Requests there = Requests.of(shop)) {
            Visitor a = Visitor.starts("A", safe(shop, Once.on(here.idempotency()))::give);
            slow.awaitArrival();
            Visitor b = Visitor.starts("B", safe(shop, Once.on(there.idempotency()))::give)
                    .awaitState(Thread.State.TIMED_WAITING);
            assertThat(b.isDone()).isFalse();
            slow.open();
            a.finish();
            b.finish();
            assertThat(gifts(shop)).isEqualTo(CARDS);
            assertThat(asked).hasValue(1);
        }
    }

    /** A dies behind its commit, before it is marked that the job has run: nobody renews its claim, and it marks nothing. */
    @EachDatabase
    void safe_is_taken_over_from_an_instance_that_died(TestDatabase db) {
        slow.open();
        try (TestShop shop = TestShop.on(db);
                Requests there = Requests.of(shop)) {
            Requests died = Requests.of(shop);
            Gate death = new Gate();
            Visitor a = Visitor.starts(
                    "A",
                    () -> Once.on(died.idempotency())
                            .lease(Duration.ofMillis(300))
                            .run("welcome-gifts", () -> {
                                new UnsafeWelcomeGifts(shop.get(JdbcClient.class), members).give();
                                died.close();
                                death.pass();
                            }));
            death.awaitArrival();
            safe(shop, Once.on(there.idempotency())).give();
            assertThat(gifts(shop)).isEqualTo(CARDS);
            assertThat(asked).hasValue(1);
            assertThat(a.isDone()).isFalse();
            death.open();
            assertThat(a.failure()).isNotNull();
        }
    }
}
