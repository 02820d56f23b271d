package dev.safe4j.jdbc.update;

import static dev.safe4j.update.Row.row;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.SoftAssertions;

/**
 * The table of round trips in docs/guide/updates.md, measured on the wire: each row of it stands here with its two numbers.
 */
class RoundTripsTest {

    private static final String[] TABLES = {
        "create table sweet (id int primary key, name varchar(20), stock int not null, version int not null)",
        "create table show_of (id int primary key, seats int not null)",
        "create table booking (show_id int, customer varchar(20))",
        "create table visits (page varchar(20) primary key, n int not null)",
        "insert into sweet values (1, 'fudge', 1000, 0), (2, 'toffee', 0, 0), (3, 'mint', 1000, 0)",
        "create table page (id int primary key, changed timestamp(6) not null, content varchar(20))",
        "insert into show_of values (1, 1000)",
        "insert into page values (1, '2026-01-01 00:00:00', '')"
    };

    private final AtomicInteger unique = new AtomicInteger();
    private final SoftAssertions softly = new SoftAssertions();
    private WireTap tap;
    private Object changed = LocalDateTime.of(2026, 1, 1, 0, 0);
    private Updates updates;
    private RowLocks locks;
    private Transactions transactions;

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void as_the_guide_says(TestDatabase db) {
        db.execute(TABLES);
        boolean postgresql = db.kind() == ServerKind.POSTGRESQL;
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                HikariDataSource pool = db.newPool(db.urlThrough(wire), 1)) {
            tap = wire;
            Database database = Database.of(pool);
            updates = Updates.on(database);
            locks = RowLocks.on(database);
            transactions = Transactions.on(database);
            alone(postgresql);
            inserted(postgresql);
            joined(postgresql);
            locked(postgresql);
        }
        softly.assertAll();
    }

    private void alone(boolean postgresql) {
        count("conditional update, applied", 1, () -> buy(1).apply());
        count("conditional update, refused or missing", 2, () -> buy(2).apply());
        count("versioned update, applied", 1, () -> versioned().apply());
        count(
                "unconditional update, missing",
                1,
                () -> updates.table("sweet").key("id", 9).add("stock", 1).apply());
        count(
                "conditional delete, refused",
                2,
                () -> updates.table("sweet").key("id", 1).provided("stock < 0").delete());
        count(
                "returning columns",
                postgresql ? 1 : 5,
                () -> buy(1).returning("stock").apply());
        count("key not proven unique", postgresql ? 2 : 4, () -> byName().apply());
    }

    private void inserted(boolean postgresql) {
        count("refusedBy", 1, () -> buy(1).refusedBy("any").apply());
        count("timestamp version", postgresql ? 1 : 5, this::touch);
        count(
                "insert if absent, naming the constraint",
                1,
                () -> updates.table("visits").insertIfAbsentNamingConstraint(row("page", next(), "n", 1)));
        count("insert if absent", 1, () -> updates.table("visits").insertIfAbsent(row("page", next(), "n", 1)));
        count("upsert", 1, () -> upsert().apply());
        count("guarded insert", postgresql ? 3 : 5, () -> book().apply());
        // MariaDB's driver sends the statements without waiting; an answer may still come in between two of them.
        count(
                "batch of 2, applied",
                postgresql ? 2 : 4,
                postgresql ? 2 : 5,
                () -> updates.applyAll(List.of(buy(3), buy(1))));
    }

    private void joined(boolean postgresql) {
        transactions.runWithoutResult(attempt -> {
            buy(1).apply();
            count("joined: conditional update, applied", 1, () -> buy(1).apply());
            count("joined: conditional update, refused", 2, () -> buy(2).apply());
            count(
                    "joined: returning columns",
                    postgresql ? 1 : 2,
                    () -> buy(1).returning("stock").apply());
            count("joined: key not proven unique", 3, () -> byName().apply());
            count(
                    "joined: insert if absent",
                    1,
                    () -> updates.table("visits").insertIfAbsent(row("page", next(), "n", 1)));
            count(
                    "joined: insert if absent, naming the constraint",
                    postgresql ? 3 : 1,
                    () -> updates.table("visits").insertIfAbsentNamingConstraint(row("page", next(), "n", 1)));
            count(
                    "joined: refusedBy",
                    postgresql ? 3 : 1,
                    () -> buy(1).refusedBy("any").apply());
            count("joined: guarded insert", 2, () -> book().apply());
            count(
                    "joined: batch of 2, applied",
                    postgresql ? 1 : 3,
                    postgresql ? 1 : 4,
                    () -> updates.applyAll(List.of(buy(3), buy(1))));
        });
    }

    private void locked(boolean postgresql) {
        transactions.runWithoutResult(attempt -> {
            count(
                    "joined: lock 1 row",
                    1,
                    () -> locks.table("sweet").key("id", 1).forUpdate());
            count(
                    "joined: lock 3 rows",
                    postgresql ? 1 : 3,
                    () -> locks.table("sweet").keys("id", List.of(3, 1, 2)).forUpdate());
        });
    }

    private void count(String what, int expected, Runnable call) {
        count(what, expected, expected, call);
    }

    private void count(String what, int least, int most, Runnable call) {
        call.run(); // looks up metadata and prepares
        tap.reset();
        call.run();
        softly.assertThat(tap.roundTrips()).as(what).isBetween((long) least, (long) most);
    }

    private String next() {
        return "page-" + unique.incrementAndGet();
    }

    private RowUpdate buy(int sweet) {
        return updates.table("sweet").key("id", sweet).subtract("stock", 1).provided("stock >= ?", 1);
    }

    private RowUpdate byName() {
        return updates.table("sweet").key("name", "fudge").subtract("stock", 1).provided("stock >= ?", 1);
    }

    private RowUpdate versioned() {
        return updates.table("sweet")
                .key("id", 3)
                .version("version", unique.get())
                .set("stock", 7 + unique.getAndIncrement());
    }

    private void touch() {
        changed = updates.table("page")
                .key("id", 1)
                .version("changed", changed)
                .set("content", next())
                .apply()
                .orThrow()
                .version();
    }

    private Upsert upsert() {
        return updates.table("visits")
                .upsert(row("page", "home", "n", 1))
                .onKey("page")
                .orAdd("n", 1);
    }

    private GuardedInsert book() {
        return updates.table("booking")
                .insert(row("show_id", 1, "customer", "a"))
                .guardedBy("show_of", "id", 1)
                .provided("(select count(*) from booking where show_id = ?) < ?", 1, 100);
    }
}
