package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Renewal;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.once.Inbox;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.api.SoftAssertions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The table of round trips in docs/guide/idempotency.md, measured on the wire. */
class IdempotencyRoundTripsTest {

    private static final String EFFECT = "insert into effect (request) values ('x')";

    /** After so many a driver knows the statements, and PostgreSQL's has had the server prepare them. */
    private static final int WARM = 10;

    private final SoftAssertions softly = new SoftAssertions();
    private int keys;

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void under_leases_as_the_guide_says(TestDatabase db) throws Exception {
        Requests.in(db).close();
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                Single pool = new Single(db, wire);
                Idempotency idempotency = Idempotency.on(JdbcIdempotencyStore.on(pool))) {
            IdempotentOperation<String> order = idempotency.operation("order", String.class);
            warm(key -> order.key(key).run(attempt -> "r"));
            count(wire, "first call", 2, () -> order.key("a").run(attempt -> "r"));
            count(wire, "replay", 1, () -> order.key("a").run(attempt -> "r"));
            count(wire, "look", 1, () -> idempotency.look(new RequestId("", "order", "a")));
            count(wire, "a step", 3, () -> order.key("b").run(attempt -> attempt.step("s", String.class, () -> "r")));
            JdbcIdempotencyStore store = JdbcIdempotencyStore.on(pool);
            Owner owner = claimed(store);
            count(wire, "in progress", 1, () -> store.claim(wanted("held", "other")));
            count(wire, "renew", 1, () -> store.renew(List.of(new Renewal(owner, Duration.ofSeconds(9)))));
            count(wire, "abandon", 1, () -> store.abandon(owner));
            Owner released = claimed(store);
            boolean postgresql = db.kind() == ServerKind.POSTGRESQL;
            count(wire, "release", postgresql ? 3 : 5, () -> store.release(released));
        }
        softly.assertAll();
    }

    private Owner claimed(JdbcIdempotencyStore store) {
        Wanted wanted = wanted("held", "token" + keys++);
        return new Owner(wanted.id(), wanted.token(), ((Granted) store.claim(wanted)).attempt());
    }

    private static Wanted wanted(String key, String token) {
        return new Wanted(new RequestId("", "order", key), token, null, Duration.ofSeconds(30), true);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void in_the_same_transaction_two_beside_those_of_the_business(TestDatabase db) throws Exception {
        try (Requests made = Requests.in(db);
                WireTap wire = WireTap.to(db.server().host(), db.server().port());
                Single pool = new Single(db, wire)) {
            Database database = Database.of(pool);
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            Transactions transactions = transactions(db, database);
            JdbcTransactionalStore store = JdbcTransactionalStore.builder(database)
                    .transactions(transactions)
                    .build();
            Idempotency idempotency =
                    Idempotency.builder(made.store).transactional(store).build();
            IdempotentOperation<String> order =
                    idempotency.operation("order", String.class).sameTransaction();
            Inbox inbox = Inbox.on(store);
            Event behind = key -> transactions.run(a -> effect(jdbc) + inbox.process("b", key, () -> effect(jdbc)));
            warm(key -> order.key(key).run(attempt -> effect(jdbc)));
            warm(key -> inbox.process("s", key, () -> effect(jdbc)));
            warm(behind);
            wire.reset();
            transactions.run(attempt -> effect(jdbc));
            long business = wire.roundTrips();
            count(wire, "first call", business + 2, () -> order.key("a").run(attempt -> effect(jdbc)));
            count(wire, "replay", business, () -> order.key("a").run(attempt -> effect(jdbc)));
            count(wire, "event", business + 2, () -> inbox.process("s", "e", () -> effect(jdbc)));
            count(wire, "event again", business, () -> inbox.process("s", "e", () -> effect(jdbc)));
            int more = db.kind() == ServerKind.POSTGRESQL ? 4 : 2;
            count(wire, "event behind another statement", business + 1 + more, () -> behind.comes("e"));
            idempotency.close();
        }
        softly.assertAll();
    }

    /** H2 has no wire, and no MySQL is there: its statements are sent to a MariaDB, which understands them. */
    @EachDatabase({ServerKind.H2, ServerKind.MARIADB})
    void on_h2_and_mysql_a_claim_is_followed_by_a_look_and_its_wait_takes_three_statements(TestDatabase db)
            throws Exception {
        Requests.in(db).close();
        String product = db.kind() == ServerKind.MARIADB ? "MySQL" : null;
        CountedStatements counted = new CountedStatements(db.dataSource(), product);
        Database database = Database.of(counted);
        assertThat(database.dialect()).isEqualTo(product == null ? Dialect.H2 : Dialect.MYSQL);
        JdbcTemplate jdbc = new JdbcTemplate(counted);
        try (Idempotency idempotency = Idempotency.builder(JdbcIdempotencyStore.on(counted))
                .transactional(JdbcTransactionalStore.on(database))
                .build()) {
            IdempotentOperation<String> leased = idempotency.operation("order", String.class);
            IdempotentOperation<String> together = leased.sameTransaction();
            Inbox inbox = Inbox.on(JdbcTransactionalStore.on(database));
            leased.key("first").run(attempt -> "r"); // looks for the tables
            together.key("second").run(attempt -> "r");
            inbox.process("s", "first", () -> effect(jdbc));
            count(counted, "first call", 2 + 1, () -> leased.key("a").run(attempt -> "r"));
            count(counted, "replay", 1 + 1, () -> leased.key("a").run(attempt -> "r"));
            count(
                    counted,
                    "first call together",
                    2 + 1 + 3 + 1,
                    () -> together.key("b").run(attempt -> effect(jdbc)));
            count(counted, "replay together", 1 + 1 + 3, () -> together.key("b").run(attempt -> effect(jdbc)));
            count(counted, "event", 2 + 1 + 3 + 1, () -> inbox.process("s", "e", () -> effect(jdbc)));
            count(counted, "event again", 1 + 1 + 3, () -> inbox.process("s", "e", () -> effect(jdbc)));
        }
        softly.assertAll();
    }

    private void count(CountedStatements counted, String what, int expected, Callable<?> call) throws Exception {
        counted.executed.clear();
        call.call();
        softly.assertThat(counted.executed).as(what).hasSize(expected);
    }

    private static Transactions transactions(TestDatabase db, Database database) {
        Transactions own = Transactions.on(database);
        return db.kind() == ServerKind.POSTGRESQL ? own : own.readCommitted();
    }

    /** Something that comes under a key. */
    private interface Event {
        Object comes(String key);
    }

    private static void warm(Event event) {
        for (int i = 0; i < WARM; i++) {
            event.comes("first" + i);
            event.comes("first" + i);
        }
    }

    /** One connection, which no pool asks in between whether it is alive. */
    private static final class Single extends SingleConnectionDataSource {

        Single(TestDatabase db, WireTap wire) {
            super(db.urlThrough(wire), db.username(), db.password(), true);
        }
    }

    private static String effect(JdbcTemplate jdbc) {
        jdbc.update(EFFECT);
        return "r";
    }

    private void count(WireTap wire, String what, long expected, Callable<?> call) throws Exception {
        wire.reset();
        call.call();
        softly.assertThat(wire.roundTrips()).as(what).isEqualTo(expected);
    }
}
