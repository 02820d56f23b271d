package dev.safe4j.shop.sequencerace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Sequence;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.counter.GaplessSequence;
import dev.safe4j.jdbc.transaction.Transactions;
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

class NumberedOrdersTest {

    private static final String FIRST = "request 1: UnsafeNumberedOrders.take";
    private static final String SECOND = "request 2: UnsafeNumberedOrders.take";

    private final Gate slow = new Gate();
    private final List<String> slips = new CopyOnWriteArrayList<>();

    private void print(long number, String customer) {
        slips.add(number + " " + customer);
        if (customer.equals("Ann")) {
            slow.pass();
        }
    }

    private static long orders(TestShop shop) {
        return shop.number("select count(*) from numbered_order");
    }

    private static long numbers(TestShop shop) {
        return shop.number("select count(distinct number) from numbered_order");
    }

    @EachDatabase
    void unsafe_gives_one_number_twice(TestDatabase db) {
        Recording recording = new Recording(FIRST, SECOND);
        try (TestShop shop = TestShop.on(db)) {
            NumberedOrders taken = new UnsafeNumberedOrders(shop.get(JdbcClient.class), this::print);
            Visitor first = Visitor.starts("request 1", () -> taken.take("Ann"));
            slow.awaitArrival();
            recording.note(FIRST, "select coalesce(max(number), 0) + 1 … → 1; prints 1 for Ann");
            assertThat(taken.take("Bob")).isEqualTo(1);
            recording.note(SECOND, "select coalesce(max(number), 0) + 1 … → 1; prints 1 for Bob");
            recording.note(SECOND, "insert into numbered_order … 1, Bob");
            slow.open();
            first.finish();
            recording.note(FIRST, "insert into numbered_order … 1, Ann");
            assertThat(slips).containsExactly("1 Ann", "1 Bob");
            assertThat(orders(shop)).isEqualTo(2);
            assertThat(numbers(shop)).isEqualTo(1);
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("sequence-race", "two orders, one number");
        }
    }

    @EachDatabase
    void safe_gives_each_its_own(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                CounterStore store = CounterStores.of(shop)) {
            NumberedOrders taken =
                    new SafeNumberedOrders(Sequence.inBlocks(store, 1), shop.get(JdbcClient.class), this::print);
            Visitor first = Visitor.starts("request 1", () -> taken.take("Ann"));
            slow.awaitArrival();
            assertThat(taken.take("Bob")).isEqualTo(2);
            slow.open();
            first.finish();
            assertThat(slips).containsExactly("1 Ann", "2 Bob");
            assertThat(numbers(shop)).isEqualTo(2);
        }
    }

    /** What the page says of numbers without gaps: an order that is rolled back leaves its number to the next. */
    @EachDatabase
    void gapless_numbers_are_part_of_the_transaction(TestDatabase db) {
        slow.open();
        try (TestShop shop = TestShop.on(db)) {
            GaplessSequence numbers = GaplessSequence.on(shop.get(Database.class));
            numbers.schema().create(shop.get(Database.class));
            NumberedOrders orders = new SafeNumberedOrders(numbers, shop.get(JdbcClient.class), this::print);
            Transactions transactions = shop.get(Transactions.class);
            assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                        orders.take("Ann");
                        throw new IllegalStateException("Ann has no money with her");
                    }))
                    .hasMessage("Ann has no money with her");
            long number = transactions.run(attempt -> orders.take("Bob"));
            assertThat(number).isEqualTo(1);
            assertThat(slips).containsExactly("1 Ann", "1 Bob");
            assertThat(orders(shop)).isEqualTo(1);
        }
    }
}
