package dev.safe4j.jdbc.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.counter.Counters;
import dev.safe4j.counter.Quota;
import dev.safe4j.counter.Sequence;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.idempotency.CountedStatements;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.assertj.core.api.SoftAssertions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The table of round trips in docs/guide/counters.md, measured on the wire. */
class CounterRoundTripsTest {

    /** After so many a driver knows the statements, and PostgreSQL's has had the server prepare them. */
    private static final int WARM = 10;

    private final SoftAssertions softly = new SoftAssertions();

    /** What the room does, once each; the last of a bounded one and of the quotas is refused. */
    private static final class Room {

        private final Counters counters;
        private final Counters bounded;
        private final Quota fixed;
        private final Quota sliding;
        private final Sequence ones;

        Room(JdbcCounterStore store) {
            counters = Counters.on(store);
            bounded = counters.atMost(1).atLeast(0);
            fixed = Quota.on(store).limit(1).per(Duration.ofDays(300));
            sliding = fixed.sliding();
            ones = Sequence.inBlocks(store, 1);
        }

        void warm() {
            for (int i = 0; i < WARM; i++) {
                counters.add("warm", 1);
                counters.get("warm");
                counters.striped("warm", 3).add(1);
                bounded.tryAdd("warm-" + i, 1);
                bounded.tryAdd("warm-" + i, 1);
                bounded.tryAdd("warm-" + i, -1);
                bounded.tryAdd("warm-" + i, -1);
                fixed.take("warm-" + i);
                fixed.take("warm-" + i);
                sliding.take("warm-" + i);
                sliding.take("warm-" + i);
                sliding.look("warm-" + i);
                ones.next("warm");
            }
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void every_step_is_one_but_for_a_refused_take_on_postgresql(TestDatabase db) throws Exception {
        JdbcCounterStoreTest.store(db).close();
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                Single pool = new Single(db, wire)) {
            Room room = new Room(JdbcCounterStore.on(pool));
            room.warm();
            count(wire, "first add", 1, () -> room.counters.add("a", 1));
            count(wire, "add", 1, () -> room.counters.add("a", 1));
            count(wire, "striped add", 1, () -> {
                room.counters.striped("a", 3).add(1);
                return null;
            });
            count(wire, "bounded add", 1, () -> room.bounded.tryAdd("b", 1));
            count(wire, "refused add", 1, () -> room.bounded.tryAdd("b", 1));
            count(wire, "fall", 1, () -> room.bounded.tryAdd("b", -1));
            count(wire, "refused fall", 1, () -> room.bounded.tryAdd("b", -1));
            count(wire, "get", 1, () -> room.counters.get("a"));
            for (Quota quota : new Quota[] {room.fixed, room.sliding}) {
                count(wire, "take", 1, () -> quota.take("ann"));
                int refused = db.kind() == ServerKind.POSTGRESQL ? 2 : 1;
                count(wire, "refused take", refused, () -> quota.take("ann"));
                count(wire, "look", 1, () -> quota.look("ann"));
            }
            count(wire, "block", 1, () -> room.ones.next("warm"));
        }
        softly.assertAll();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_gapless_number_is_one_beside_those_of_the_business(TestDatabase db) throws Exception {
        JdbcCounterStoreTest.store(db).close();
        db.execute("create table bill (number bigint)");
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                Single pool = new Single(db, wire)) {
            Database database = Database.of(pool);
            GaplessSequence sequence = GaplessSequence.on(database);
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            Transactions transactions = Transactions.on(database);
            Callable<Integer> plain = () -> transactions.run(attempt -> jdbc.update("insert into bill values (?)", 1L));
            Callable<Integer> numbered = () ->
                    transactions.run(attempt -> jdbc.update("insert into bill values (?)", sequence.next("bill")));
            for (int i = 0; i < WARM; i++) {
                plain.call();
                numbered.call();
            }
            wire.reset();
            plain.call();
            count(wire, "with a number", wire.roundTrips() + 1, numbered);
        }
        softly.assertAll();
    }

    /** H2 has no wire, and no MySQL is there: its statements are sent to a MariaDB, which understands them. */
    @EachDatabase({ServerKind.H2, ServerKind.MARIADB})
    void on_h2_and_mysql_two_statements_are_in_a_transaction(TestDatabase db) throws Exception {
        JdbcCounterStoreTest.store(db).close();
        String product = db.kind() == ServerKind.MARIADB ? "MySQL" : null;
        CountedStatements counted = new CountedStatements(db.dataSource(), product);
        Room room = new Room(JdbcCounterStore.on(counted));
        assertThat(Database.of(counted).dialect()).isEqualTo(product == null ? Dialect.H2 : Dialect.MYSQL);
        room.warm();
        int level = product == null ? 0 : 1; // set for the transaction
        count(counted, "add", 2 + level, () -> room.counters.add("a", 1));
        count(counted, "add again", 2 + level, () -> room.counters.add("a", 1));
        count(counted, "bounded add", 2 + level, () -> room.bounded.tryAdd("b", 1));
        count(counted, "refused add", 1 + 2 * level, () -> room.bounded.tryAdd("b", 1));
        count(counted, "get", 1, () -> room.counters.get("a"));
        count(counted, "first take", 3, () -> room.sliding.take("ann"));
        count(counted, "refused take", 1 + 2 * level, () -> room.sliding.take("ann"));
        count(counted, "block", 2 + level, () -> room.ones.next("warm"));
        softly.assertThat(room.counters.get("a")).isEqualTo(2);
        softly.assertThat(room.bounded.get("b")).isEqualTo(1);
        softly.assertThat(room.sliding.take("ann").isGranted()).isFalse();
        softly.assertAll();
    }

    private void count(CountedStatements counted, String what, int expected, Callable<?> call) throws Exception {
        counted.executed.clear();
        call.call();
        softly.assertThat(counted.executed).as(what).hasSize(expected);
    }

    private void count(WireTap wire, String what, long expected, Callable<?> call) throws Exception {
        wire.reset();
        call.call();
        softly.assertThat(wire.roundTrips()).as(what).isEqualTo(expected);
    }

    /** One connection, which no pool asks in between whether it is alive. */
    private static final class Single extends SingleConnectionDataSource {

        Single(TestDatabase db, WireTap wire) {
            super(db.urlThrough(wire), db.username(), db.password(), true);
        }
    }
}
