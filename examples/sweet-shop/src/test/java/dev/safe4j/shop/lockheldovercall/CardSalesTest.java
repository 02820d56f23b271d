package dev.safe4j.shop.lockheldovercall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.reservation.Reservations;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.outside.PaymentProvider;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

class CardSalesTest {

    private static final String ANN = "Ann: UnsafeCardSales.buy";
    private static final String BOB = "Bob: UnsafeCardSales.buy, another sweet";

    private final Recording recording = new Recording(ANN, BOB);
    private final Gate slow = new Gate();

    /** A provider that is not done with one card until the test says so, and takes no other card but these. */
    private final PaymentProvider provider = (key, card, amount) -> {
        if (card.equals("slow")) {
            slow.pass();
        } else if (!card.equals("quick")) {
            throw new IllegalArgumentException("the provider declines " + card);
        }
        return "ch_1";
    };

    private static long sweet(TestShop shop) {
        return shop.rows().insert("sweet", "name", "Nougat", "price", BigDecimal.ONE, "stock", 1);
    }

    private static Reservations sweets(TestShop shop) {
        Database database = shop.get(Database.class);
        Reservations.schema(database).create(database);
        return Reservations.on(shop.get(Transactions.class), database, "sweet", "id", "stock");
    }

    private static CardSales safe(TestShop shop, PaymentProvider provider) {
        return new SafeCardSales(sweets(shop), provider);
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_has_everybody_wait_for_the_provider(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            CardSales sales = new UnsafeCardSales(shop.get(JdbcClient.class), provider);
            long nougat = sweet(shop);
            long toffee = sweet(shop);
            Visitor ann = Visitor.starts("Ann", () -> sales.buy(nougat, "slow"));
            slow.awaitArrival();
            recording.note(ANN, "takes the lock, reads the stock, asks the provider, which is slow");
            Visitor bob =
                    Visitor.starts("Bob", () -> sales.buy(toffee, "quick")).awaitState(Thread.State.BLOCKED);
            recording.note(BOB, "waits for the lock, as everybody does");
            assertThat(bob.isDone()).isFalse();
            slow.open();
            recording.note(ANN, "the provider answers; writes the stock, gives the lock back");
            ann.finish();
            bob.finish();
            recording.note(BOB, "takes the lock, reads the stock, asks the provider, writes the stock");
        }
        recording.assertOnPage("lock-held-over-call", "both have bought; nobody could while the provider was thinking");
    }

    @EachDatabase
    void safe_holds_nothing_while_the_provider_thinks(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            CardSales sales = safe(shop, provider);
            long nougat = sweet(shop);
            Visitor ann = Visitor.starts("Ann", () -> sales.buy(nougat, "slow"));
            slow.awaitArrival();
            sales.buy(sweet(shop), "quick");
            assertThat(Visitor.starts("Bob", () -> sales.buy(nougat, "quick")).failure())
                    .as("the last piece is put aside for Ann")
                    .isInstanceOf(CardSales.NoneLeft.class);
            assertThat(ann.isDone()).isFalse();
            slow.open();
            ann.finish();
            assertThat(shop.number("select count(*) from safe4j_hold where state = 'CONFIRMED'"))
                    .isEqualTo(2);
            assertThat(shop.number("select sum(stock) from sweet")).isZero();
        }
    }

    @EachDatabase
    void safe_puts_back_what_the_provider_declines(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long nougat = sweet(shop);
            Visitor veruca = Visitor.starts("Veruca", () -> safe(shop, provider).buy(nougat, "stolen"));
            assertThat(veruca.failure()).hasMessageContaining("declines stolen");
            assertThat(shop.number("select stock from sweet where id = ?", nougat))
                    .isOne();
            assertThat(shop.number("select count(*) from safe4j_hold where state = 'CANCELLED'"))
                    .isOne();
        }
    }

    /** The answer to the charge is lost: the hold is kept, and the provider is asked again under its key. */
    @EachDatabase
    void safe_asks_again_under_the_same_key_when_the_answer_is_lost(TestDatabase db) {
        List<String> keys = new ArrayList<>();
        PaymentProvider losing = (key, card, amount) -> {
            keys.add(key);
            if (keys.size() == 1) {
                throw new PaymentProvider.NoAnswer(new IOException("cut"));
            }
            return "ch_1";
        };
        try (TestShop shop = TestShop.on(db)) {
            long nougat = sweet(shop);
            safe(shop, losing).buy(nougat, "visa");
            assertThat(keys).hasSize(2).doesNotContainNull();
            assertThat(keys.get(1)).isEqualTo(keys.get(0));
            assertThat(shop.number("select stock from sweet where id = ?", nougat))
                    .isZero();
        }
    }

    /** The process that dies at the provider: nothing after the call is run in it. */
    @EachDatabase
    void safe_sweeps_back_what_a_process_that_died_at_the_provider_had_put_aside(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long nougat = sweet(shop);
            Reservations sweets = sweets(shop);
            sweets.take(nougat, 1).reserve();
            assertThat(shop.number("select stock from sweet where id = ?", nougat))
                    .isZero();
            db.execute("update safe4j_hold set hold_until = timestamp '2001-01-01 00:00:00'"); // its time is over
            assertThat(sweets.sweep(100)).isOne();
            assertThat(shop.number("select stock from sweet where id = ?", nougat))
                    .isOne();
        }
    }
}
