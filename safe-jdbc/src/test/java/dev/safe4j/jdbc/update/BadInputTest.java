package dev.safe4j.jdbc.update;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.UnknownNameException;
import dev.safe4j.jdbc.ValueRejectedException;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

class BadInputTest {

    private TableUpdates account;
    private Updates updates;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table account (id bigint primary key, owner varchar(10) not null, balance decimal(10,2) not null,"
                        + " visits int, seen timestamp(0) null)",
                "insert into account values (17, 'ann', 100.00, 1, null)");
        updates = Updates.on(db.dataSource());
        account = updates.table("account");
    }

    @AfterEach
    void nothing_was_written(TestDatabase db) {
        assertThat(db.rows("select id, owner, balance, visits from account").toString())
                .isEqualTo("[{id=17, owner=ann, balance=100.00, visits=1}]");
    }

    private static void refused(Class<? extends Exception> type, String part, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(type)
                .satisfies(thrown -> assertThat(thrown.getMessage()).containsIgnoringCase(part));
    }

    @EachDatabase
    void names_that_are_not_there(TestDatabase db) {
        refused(UnknownNameException.class, "no table 'acount'", () -> updates.table("acount"));
        refused(
                UnknownNameException.class,
                "has no column 'balanse'",
                () -> account.key("id", 17).set("balanse", 1));
        refused(UnknownNameException.class, "has no column 'idd'", () -> account.key("idd", 17));
        refused(
                UnknownNameException.class,
                "has no column 'x'",
                () -> account.key("id", 17).returning("x"));
    }

    @EachDatabase
    void names_that_are_no_names(TestDatabase db) {
        for (String name : List.of(
                "", "  ", "\"account\"", "`account`", "account; drop table account", "account--", "a b", "1a")) {
            refused(UnknownNameException.class, "name of a", () -> updates.table(name));
            refused(
                    UnknownNameException.class,
                    "name of a",
                    () -> account.key("id", 17).set(name, 1));
        }
        refused(UnknownNameException.class, "must not be null", () -> updates.table(null));
        refused(UnknownNameException.class, "'" + "a".repeat(128) + "…'", () -> updates.table("a".repeat(200)));
    }

    @EachDatabase
    void keys(TestDatabase db) {
        refused(
                IllegalArgumentException.class,
                "key column 'id' of account must not be null",
                () -> account.key("id", null));
        refused(
                ValueRejectedException.class,
                "'id' of account cannot hold the value 17abc",
                () -> account.key("id", "17abc"));
        refused(IllegalArgumentException.class, "must not be empty", () -> account.key(Map.of()));
        refused(
                IllegalArgumentException.class,
                "given twice",
                () -> account.key("id", 17).key("id", 18));
    }

    @EachDatabase
    void assignments(TestDatabase db) {
        refused(
                IllegalArgumentException.class,
                "assigns nothing",
                () -> account.key("id", 17).apply());
        refused(
                IllegalArgumentException.class,
                "given twice",
                () -> account.key("id", 17).set("visits", 1).add("VISITS", 1));
        refused(
                IllegalArgumentException.class,
                "zero or more, and is -5",
                () -> account.key("id", 17).subtract("balance", -5));
        refused(
                IllegalArgumentException.class,
                "holds no numbers",
                () -> account.key("id", 17).add("owner", 1));
        refused(
                IllegalArgumentException.class,
                "assigns or returns",
                () -> account.key("id", 17).set("visits", 1).delete());
        RowUpdate twice = account.key("id", 17).add("visits", 0);
        twice.apply();
        refused(IllegalArgumentException.class, "given twice", twice::apply);
    }

    @EachDatabase
    void keys_of_an_upsert_that_no_row_is_found_by(TestDatabase db) {
        db.execute("create table points (customer bigint null unique, points int not null, extra int)");
        refused(
                IllegalArgumentException.class,
                "the key column 'customer' of the row to insert into points is null",
                () -> updates.table("points")
                        .upsert(row("customer", null, "points", 10))
                        .onKey("customer"));
        refused(
                IllegalArgumentException.class,
                "column 'extra' of points may be null",
                () -> updates.table("points")
                        .upsert(row("customer", 1, "points", 10, "extra", 1))
                        .onKey("customer")
                        .orAdd("extra", 1));
        assertThat(db.rows("select * from points")).isEmpty();
    }

    /** Whose digits nobody is to write out: a short text makes hundreds of millions of them. */
    @EachDatabase
    @Timeout(20)
    void numbers_of_endless_digits(TestDatabase db) {
        for (String endless : List.of("1e400000000", "-1e2000000000", "1e2147483647", "1e-400000000")) {
            BigDecimal value = new BigDecimal(endless);
            RowUpdate update = account.key("id", 17);
            refused(
                    ValueRejectedException.class,
                    "'visits' of account cannot hold",
                    () -> update.set("visits", value).apply());
            refused(
                    ValueRejectedException.class,
                    "'balance' of account cannot hold",
                    () -> account.key("id", 17).set("balance", value).apply());
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    @Timeout(20)
    void numbers_of_endless_digits_where_there_is_no_limit(TestDatabase db) {
        db.execute("create table measure (id bigint primary key, value numeric)", "insert into measure values (1, 0)");
        for (String endless : List.of("1e400000000", "1e2147483647", "1e-400000000")) {
            refused(
                    ValueRejectedException.class,
                    "no decimal has so many digits",
                    () -> updates.table("measure")
                            .key("id", 1)
                            .set("value", new BigDecimal(endless))
                            .apply());
        }
    }

    @EachDatabase
    void values_that_the_column_cannot_hold(TestDatabase db) {
        RowUpdate update = account.key("id", 17);
        refused(
                ValueRejectedException.class,
                "2 digits behind the point",
                () -> update.set("balance", new BigDecimal("1.005")));
        refused(
                ValueRejectedException.class,
                "2 digits behind the point",
                () -> update.add("balance", new BigDecimal("0.001")));
        refused(
                ValueRejectedException.class,
                "8 digits before the point",
                () -> update.set("balance", new BigDecimal("1e9")));
        refused(ValueRejectedException.class, "never double", () -> update.add("balance", 0.1));
        refused(
                ValueRejectedException.class,
                "of 11 characters: it holds 10",
                () -> update.set("owner", "x".repeat(11)));
        refused(ValueRejectedException.class, "NOT NULL", () -> update.set("owner", null));
        refused(ValueRejectedException.class, "text, not a Integer", () -> update.set("owner", 5));
        refused(ValueRejectedException.class, "too large", () -> update.set("visits", 5_000_000_000L));
        refused(ValueRejectedException.class, "whole numbers", () -> update.set("visits", new BigDecimal("1.5")));
        refused(ValueRejectedException.class, "an integer, not a String", () -> update.set("visits", "1"));
        refused(
                ValueRejectedException.class,
                "digits of a second",
                () -> update.set("seen", java.time.LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1_000)));
        refused(ValueRejectedException.class, "a point in time", () -> update.set("seen", "yesterday"));
    }

    @EachDatabase
    void conditions(TestDatabase db) {
        RowUpdate update = account.key("id", 17).add("visits", 1);
        refused(IllegalArgumentException.class, "must not be blank", () -> update.provided(" "));
        refused(
                IllegalArgumentException.class,
                "has 1 placeholders and was given 0",
                () -> update.provided("balance >= ?"));
        refused(
                IllegalArgumentException.class,
                "has 0 placeholders and was given 1",
                () -> update.provided("owner = '?'", 1));
        refused(IllegalArgumentException.class, "comment or a semicolon", () -> update.provided("1 = 1 -- and"));
        refused(
                IllegalArgumentException.class,
                "comment or a semicolon",
                () -> update.provided("1 = 1; delete from account"));
        refused(IllegalArgumentException.class, "did not open", () -> update.provided("1 = 1) or (1 = 1"));
        refused(IllegalArgumentException.class, "does not close its parentheses", () -> update.provided("(1 = 1"));
        refused(IllegalArgumentException.class, "does not close a quote", () -> update.provided("owner = 'x"));
    }

    @EachDatabase
    void versions(TestDatabase db) {
        refused(
                IllegalArgumentException.class,
                "must not be null: read it first",
                () -> account.key("id", 17).version("visits", null));
        refused(
                IllegalArgumentException.class,
                "neither a number nor a timestamp",
                () -> account.key("id", 17).version("owner", "a"));
    }

    @EachDatabase
    void inserts(TestDatabase db) {
        refused(IllegalArgumentException.class, "has no value behind it", () -> row("id", 1, "owner"));
        refused(IllegalArgumentException.class, "stands twice", () -> row("id", 1, "id", 2));
        refused(UnknownNameException.class, "no column 'nam'", () -> account.insertIfAbsent(row("nam", 1)));
        refused(ValueRejectedException.class, "NOT NULL", () -> account.insertIfAbsent(row("owner", null)));
        refused(
                IllegalStateException.class,
                "guard row",
                () -> account.insert(row("id", 1, "owner", "b", "balance", 1))
                        .provided("1 = 1")
                        .apply());
        refused(
                IllegalArgumentException.class,
                "not a unique key",
                () -> account.upsert(row("owner", "x")).onKey("owner"));
        refused(
                IllegalArgumentException.class,
                "needs its key",
                () -> account.upsert(row("id", 1)).orAdd("balance", 1).apply());
    }

    @EachDatabase
    void batches(TestDatabase db) {
        refused(
                IllegalArgumentException.class,
                "same row",
                () -> updates.applyAll(List.of(
                        account.key("id", 17).add("visits", 1),
                        account.key("id", 17L).add("visits", 1))));
        refused(
                IllegalArgumentException.class,
                "differs",
                () -> updates.applyAll(List.of(
                        account.key("id", 17).add("visits", 1),
                        account.key("id", 18).set("visits", 1))));
        refused(
                IllegalArgumentException.class,
                "unique by the metadata",
                () -> updates.applyAll(List.of(account.key("owner", "ann").add("visits", 1))));
    }
}
