package dev.safe4j.jdbc.update;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.DuplicateRowException;
import dev.safe4j.update.InsertResult;
import dev.safe4j.update.InsertResult.Duplicate;
import dev.safe4j.update.UpdateResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

class InsertTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private static final String WAITING =
            "select count(*) from information_schema.sessions where blocker_id is not null";

    private Database database;
    private Updates updates;
    private Transactions transactions;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table customer (name varchar(40) primary key, mail varchar(40), constraint mail_taken unique (mail))",
                "create table visits (page varchar(40) primary key, n int not null)",
                "create table show_of (id int primary key, seats int not null)",
                "create table booking (show_id int not null, customer varchar(40) not null)",
                "insert into show_of values (1, 3)");
        database = Database.of(db.dataSource());
        updates = Updates.on(database);
        transactions = Transactions.on(database);
    }

    private InsertResult register(String name, String mail) {
        return updates.table("customer").insertIfAbsent(row("name", name, "mail", mail));
    }

    @EachDatabase
    void inserted_and_duplicate_are_told_apart(TestDatabase db) {
        assertThat(register("ann", "a@x").isInserted()).isTrue();
        assertThat(register("ann", "b@x")).isInstanceOf(Duplicate.class);
        assertThat(register("bob", "a@x")).isInstanceOf(Duplicate.class);
        assertThatThrownBy(() -> register("ann", "b@x").orThrow()).isInstanceOf(DuplicateRowException.class);
        assertThat(db.value(Long.class, "select count(*) from customer")).isEqualTo(1);
    }

    @EachDatabase
    void a_duplicate_does_not_spoil_the_callers_transaction(TestDatabase db) {
        register("ann", "a@x");
        transactions.readCommitted().runWithoutResult(attempt -> {
            assertThat(register("ann", "b@x")).isInstanceOf(Duplicate.class);
            assertThat(updates.table("customer").insertIfAbsentNamingConstraint(row("name", "bob", "mail", "a@x")))
                    .isInstanceOf(Duplicate.class);
            register("carl", "c@x").orThrow();
        });
        assertThat(db.value(Long.class, "select count(*) from customer")).isEqualTo(2);
    }

    @EachDatabase
    void names_the_constraint(TestDatabase db) {
        register("ann", "a@x");
        InsertResult duplicate =
                updates.table("customer").insertIfAbsentNamingConstraint(row("name", "bob", "mail", "a@x"));
        assertThat(duplicate)
                .isInstanceOfSatisfying(
                        Duplicate.class,
                        it -> assertThat(it.constraint().orElseThrow().toLowerCase())
                                .isEqualTo("mail_taken"));
        assertThat(transactions.<InsertResult, RuntimeException>run(attempt ->
                        updates.table("customer").insertIfAbsentNamingConstraint(row("name", "bob", "mail", "a@x"))))
                .isEqualTo(duplicate);
    }

    @EachDatabase
    void of_many_at_once_one_is_inserted(TestDatabase db) {
        for (int round = 0; round < 10; round++) {
            String name = "racer-" + round;
            List<Callers.Result<InsertResult>> results =
                    Callers.run(8, BOUND, caller -> () -> register(name, name + "@" + caller));
            assertThat(results).allMatch(Callers.Result::isSuccess);
            assertThat(results).filteredOn(each -> each.value().isInserted()).hasSize(1);
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void at_repeatable_read_postgresql_answers_an_unseen_duplicate_by_a_conflict(TestDatabase db) {
        assertThatThrownBy(() -> transactions
                        .repeatableRead()
                        .retry(dev.safe4j.retry.RetryPolicy.defaults().attempts(1))
                        .run(attempt -> {
                            assertThat(register("first", "f@x").isInserted()).isTrue();
                            db.execute("insert into customer values ('late', 'l@x')");
                            return register("late", "m@x");
                        }))
                .satisfies(
                        thrown -> assertThat(database.faults().classify(thrown)).isEqualTo(FaultClass.CONFLICT));
        assertThat(db.value(Long.class, "select count(*) from customer")).isEqualTo(1);
    }

    @EachDatabase
    void upsert_inserts_or_changes_in_one_step(TestDatabase db) {
        List<Callers.Result<Object>> results = Callers.run(8, BOUND, caller -> () -> {
            for (int i = 0; i < 25; i++) {
                updates.table("visits")
                        .upsert(row("page", "home", "n", 1))
                        .onKey("page")
                        .orAdd("n", 1)
                        .apply();
            }
            return "done";
        });
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(db.value(Integer.class, "select n from visits")).isEqualTo(200);
    }

    private void visit(String page) {
        updates.table("visits")
                .upsert(row("page", page, "n", 1))
                .onKey("page")
                .orAdd("n", 1)
                .apply();
    }

    /** Of those in a circle of waits H2 rolls back the youngest, with all that it has written before. */
    @EachDatabase(ServerKind.H2)
    void an_upsert_in_a_deadlock_is_run_again_with_what_was_written_before(TestDatabase db) throws Exception {
        db.execute("insert into visits values ('a', 0), ('b', 0)");
        CyclicBarrier step = new CyclicBarrier(2);
        FutureTask<String> older = new FutureTask<>(() -> transactions.run(attempt -> {
            visit("b");
            pass(step);
            pass(step);
            visit("a");
            return "done";
        }));
        new Thread(older, "older").start();
        pass(step);
        AtomicInteger runs = new AtomicInteger();
        transactions.runWithoutResult(attempt -> {
            runs.incrementAndGet();
            visit("a");
            if (attempt.isFirst()) {
                pass(step);
                Await.until(BOUND, "the older one waits", () -> db.value(Long.class, WAITING) == 1);
            }
            visit("b");
        });
        assertThat(older.get(60, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(runs).hasValue(2);
        assertThat(db.rows("select n from visits"))
                .extracting(row -> row.get("n"))
                .containsExactly(2, 2);
    }

    private static void pass(CyclicBarrier step) throws Exception {
        step.await(30, TimeUnit.SECONDS);
    }

    @EachDatabase
    void upsert_by_expression_and_value(TestDatabase db) {
        String present = db.kind() == ServerKind.POSTGRESQL ? "visits.n" : "n";
        for (int i = 0; i < 2; i++) {
            updates.table("visits")
                    .upsert(row("page", "home", "n", 5))
                    .onKey("page")
                    .orAssign("n", (db.kind() == ServerKind.H2 ? "t.n" : present) + " * ?", 3)
                    .apply();
        }
        assertThat(db.value(Integer.class, "select n from visits")).isEqualTo(15);
        updates.table("visits")
                .upsert(row("page", "home", "n", 5))
                .onKey("page")
                .orSet("n", 1)
                .apply();
        assertThat(db.value(Integer.class, "select n from visits")).isEqualTo(1);
    }

    @EachDatabase
    void all_changes_of_an_upsert_see_the_row_as_it_was(TestDatabase db) {
        db.execute("alter table visits add column last_n int", "insert into visits values ('home', 5, 4)");
        String owner = db.kind() == ServerKind.H2 ? "t." : "visits.";
        updates.table("visits")
                .upsert(row("page", "home", "n", 1))
                .onKey("page")
                .orAdd("n", 2)
                .orAssign("last_n", owner + "n * ?", 10)
                .apply();
        assertThat(db.value(Integer.class, "select n from visits")).isEqualTo(7);
        assertThat(db.value(Integer.class, "select last_n from visits")).isEqualTo(50);
        Upsert swap = updates.table("visits")
                .upsert(row("page", "home", "n", 1))
                .onKey("page")
                .orAssign("n", owner + "last_n")
                .orAssign("last_n", owner + "n");
        if (db.kind() == ServerKind.MARIADB) {
            assertThatThrownBy(swap::apply)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another expression changes");
        } else {
            swap.apply();
            assertThat(db.value(Integer.class, "select n from visits")).isEqualTo(50);
            assertThat(db.value(Integer.class, "select last_n from visits")).isEqualTo(7);
        }
    }

    @EachDatabase(ServerKind.MARIADB)
    void upsert_is_refused_where_another_unique_key_could_be_met(TestDatabase db) {
        assertThatThrownBy(() -> updates.table("customer")
                        .upsert(row("name", "a", "mail", "m"))
                        .onKey("name"))
                .hasMessageContaining("[mail_taken]")
                .hasMessageContaining("row that is in the way");
    }

    private UpdateResult book(String customer) {
        return updates.table("booking")
                .insert(row("show_id", 1, "customer", customer))
                .guardedBy("show_of", "id", 1)
                .provided(
                        "(select count(*) from booking where show_id = ?) < (select seats from show_of where id = ?)",
                        1,
                        1)
                .apply();
    }

    @EachDatabase
    void a_guarded_insert_never_books_one_seat_too_many(TestDatabase db) {
        for (int round = 0; round < 5; round++) {
            db.execute("delete from booking");
            List<Callers.Result<UpdateResult>> results = Callers.run(8, BOUND, caller -> () -> book("c" + caller));
            assertThat(results).allMatch(Callers.Result::isSuccess);
            assertThat(results).filteredOn(each -> each.value().isApplied()).hasSize(3);
            assertThat(db.value(Long.class, "select count(*) from booking")).isEqualTo(3);
        }
    }

    @EachDatabase
    void a_guarded_insert_holds_in_a_transaction_with_an_older_snapshot(TestDatabase db) {
        List<Callers.Result<Boolean>> results = Callers.run(
                6,
                BOUND,
                caller -> () -> transactions
                        .repeatableRead()
                        .retry(dev.safe4j.retry.RetryPolicy.defaults()
                                .classifiedBy(database.faults())
                                .attempts(50)
                                .within(BOUND))
                        .run(attempt -> {
                            updates.table("visits")
                                    .insertIfAbsent(row("page", "snapshot-" + caller + "-" + attempt.number(), "n", 1));
                            return book("c" + caller).isApplied();
                        }));
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(db.value(Long.class, "select count(*) from booking")).isEqualTo(3);
        assertThat(IntStream.range(0, 6).filter(i -> results.get(i).value()).count())
                .isEqualTo(3);
    }

    @EachDatabase
    void a_missing_guard_row_is_told(TestDatabase db) {
        assertThat(updates.table("booking")
                        .insert(row("show_id", 2, "customer", "a"))
                        .guardedBy("show_of", "id", 2)
                        .provided("1 = 1")
                        .apply())
                .isInstanceOf(UpdateResult.Missing.class);
        assertThat(db.value(Long.class, "select count(*) from booking")).isZero();
    }
}
