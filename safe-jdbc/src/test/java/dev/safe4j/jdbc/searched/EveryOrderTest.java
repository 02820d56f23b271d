package dev.safe4j.jdbc.searched;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.jdbc.update.Versioned;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.Outcomes;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.update.InsertResult;
import dev.safe4j.update.UpdateResult;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Each primitive in every order of its statements, on each database, at READ COMMITTED and REPEATABLE READ. */
@Tag("slow")
class EveryOrderTest {

    private final RaceProbe probe = new RaceProbe();
    private JdbcTemplate jdbc;
    private Updates updates;
    private RowLocks locks;
    private Transactions transactions;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table sweet (id int primary key, stock int not null)",
                "create table document (id int primary key, version int not null, content varchar(100) not null)",
                "create table customer (name varchar(40) primary key)",
                "create table visits (page varchar(40) primary key, n int not null)",
                "create table show_of (id int primary key, seats int not null)",
                "create table booking (show_id int not null, customer varchar(40) not null)",
                "create table doctor (id int primary key, on_call int not null)",
                "insert into sweet values (1, 1), (2, 1)",
                "insert into show_of values (1, 1)");
        DataSource stepped = probe.wrap(db.newPool(8));
        Database database = Database.of(stepped);
        jdbc = new JdbcTemplate(stepped);
        updates = Updates.on(database);
        locks = RowLocks.on(database);
        transactions = Transactions.on(database)
                .retry(RetryPolicy.defaults().attempts(20).delays(Duration.ofMillis(1), Duration.ofMillis(2)));
    }

    private int number(String sql) {
        Integer value = jdbc.queryForObject(sql, Integer.class);
        return value == null ? 0 : value;
    }

    private Interleavings from(String... reset) {
        return Interleavings.on(probe).given(() -> List.of(reset).forEach(jdbc::update));
    }

    private void holds(java.util.function.Supplier<Interleavings> search) {
        for (Isolation level : List.of(Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ)) {
            Exploration found = search.get().isolation(level).explore();
            assertThat(found.scope().isExhausted()).as(found::toString).isTrue();
            assertThat(found.scope().orders()).as(found::toString).isGreaterThan(1);
            System.out.println(found);
        }
    }

    private static long returned(Outcomes outcomes, Class<?> type) {
        return outcomes.actors().stream()
                .filter(actor -> type.isInstance(actor.value()))
                .count();
    }

    @EachDatabase
    void a_conditional_update_never_oversells(TestDatabase db) {
        holds(() -> from("update sweet set stock = 1")
                .actor("buyer 1", () -> buy(1))
                .actor("buyer 2", () -> buy(1))
                .always("stock is not negative", () -> number("select stock from sweet where id = 1") == 0)
                .afterwards("one is sold", outcomes -> returned(outcomes, UpdateResult.Applied.class) == 1));
    }

    private UpdateResult buy(int sweet) {
        return transactions.run(attempt -> updates.table("sweet")
                .key("id", sweet)
                .subtract("stock", 1)
                .provided("stock >= 1")
                .apply());
    }

    @EachDatabase
    void a_conditional_update_that_loses_its_connection_is_done_or_not(TestDatabase db) {
        Exploration found = from("update sweet set stock = 5")
                .actor("buyer 1", () -> buy(1))
                .actor("buyer 2", () -> buy(1))
                .losingConnectionsOf("buyer 1")
                .allowing(OutcomeUnknownException.class, DataAccessResourceFailureException.class)
                .isolation(Isolation.READ_COMMITTED)
                .always("no unit is lost or sold twice", () -> true)
                .afterwards(
                        "what is known to be sold is sold, and nothing but what is unknown beside it", this::conserved)
                .explore();
        assertThat(found.outcomes().keySet()).anyMatch(end -> end.contains("OutcomeUnknownException"));
        assertThat(found.scope().isExhausted()).as(found::toString).isTrue();
    }

    private boolean conserved(Outcomes outcomes) {
        long sold = 5 - number("select stock from sweet where id = 1");
        long known = returned(outcomes, UpdateResult.Applied.class);
        long unknown = outcomes.failures(OutcomeUnknownException.class);
        return sold >= known && sold <= known + unknown;
    }

    @EachDatabase
    void a_batch_in_opposite_orders_does_not_deadlock(TestDatabase db) {
        holds(() -> from("update sweet set stock = 5")
                .actor("1, 2", () -> both(1, 2))
                .actor("2, 1", () -> both(2, 1))
                .always("each sold two", () -> number("select sum(stock) from sweet") == 6));
    }

    private Object both(int first, int second) {
        return transactions.run(attempt -> updates.applyAll(List.of(
                updates.table("sweet").key("id", first).subtract("stock", 1).provided("stock >= 1"),
                updates.table("sweet").key("id", second).subtract("stock", 1).provided("stock >= 1"))));
    }

    @EachDatabase
    void a_versioned_update_loses_no_edit(TestDatabase db) {
        holds(() -> from("delete from document", "insert into document values (17, 4, '')")
                .actor("editor 1", () -> save("a"))
                .actor("editor 2", () -> save("b"))
                .always("one version on", () -> number("select version from document") == 5)
                .afterwards("one is told", outcomes -> returned(outcomes, UpdateResult.Refused.class) == 1));
    }

    private UpdateResult save(String content) {
        return transactions.run(attempt -> updates.table("document")
                .key("id", 17)
                .version("version", 4)
                .set("content", content)
                .apply());
    }

    @EachDatabase
    void change_keeps_both_edits(TestDatabase db) {
        Versioned<String> documents = new Versioned<>(
                updates,
                transactions,
                "document",
                new Versioned.KeyAndVersion("id", "version"),
                new Versioned.Mapping<>(
                        List.of("content"), row -> row.text("content"), content -> row("content", content)));
        holds(() -> from("delete from document", "insert into document values (17, 4, 'x')")
                .actor("editor 1", () -> documents.change(17, attempt -> attempt.value() + "a"))
                .actor("editor 2", () -> documents.change(17, attempt -> attempt.value() + "b"))
                .always("both edits are there", () -> number("select length(content) from document") == 3));
    }

    @EachDatabase
    void insert_if_absent_inserts_once(TestDatabase db) {
        holds(() -> from("delete from customer")
                .actor("one", () -> register())
                .actor("other", () -> register())
                .always("one row", () -> number("select count(*) from customer") == 1)
                .afterwards("one is told", outcomes -> returned(outcomes, InsertResult.Inserted.class) == 1));
    }

    private InsertResult register() {
        return transactions.run(attempt -> updates.table("customer").insertIfAbsent(row("name", "ann")));
    }

    @EachDatabase
    void an_upsert_counts_everyone(TestDatabase db) {
        holds(() -> from("delete from visits")
                .actor("one", () -> visit())
                .actor("other", () -> visit())
                .always("two visits", () -> number("select n from visits") == 2));
    }

    private void visit() {
        transactions.runWithoutResult(attempt -> updates.table("visits")
                .upsert(row("page", "home", "n", 1))
                .onKey("page")
                .orAdd("n", 1)
                .apply());
    }

    @EachDatabase
    void a_guarded_insert_books_each_seat_once(TestDatabase db) {
        holds(() -> from("delete from booking")
                .actor("one", () -> book("ann"))
                .actor("other", () -> book("bob"))
                .always("one booking", () -> number("select count(*) from booking") == 1));
    }

    private UpdateResult book(String customer) {
        return transactions.run(attempt -> updates.table("booking")
                .insert(row("show_id", 1, "customer", customer))
                .guardedBy("show_of", "id", 1)
                .provided(
                        "(select count(*) from booking where show_id = ?) < (select seats from show_of where id = ?)",
                        1,
                        1)
                .apply());
    }

    @EachDatabase
    void a_row_lock_keeps_what_was_read(TestDatabase db) {
        holds(() -> from("update sweet set stock = 1")
                .actor("one", () -> readAndTake())
                .actor("other", () -> readAndTake())
                .always("stock is not negative", () -> number("select stock from sweet where id = 1") == 0));
    }

    private Object readAndTake() {
        return transactions.run(attempt -> {
            long stock = locks.table("sweet")
                    .key("id", 1)
                    .columns("stock")
                    .forUpdate()
                    .get(0)
                    .number("stock");
            return stock > 0 ? jdbc.update("update sweet set stock = ? where id = 1", stock - 1) : 0;
        });
    }

    private static final String[] ON_CALL = {
        "delete from doctor", "insert into doctor values (1, 1)", "insert into doctor values (2, 1)"
    };

    private Object goOffCall(int doctor) {
        return number("select count(*) from doctor where on_call = 1") >= 2
                ? jdbc.update("update doctor set on_call = 0 where id = ?", doctor)
                : 0;
    }

    private boolean someoneIsOnCall() {
        return number("select count(*) from doctor where on_call = 1") >= 1;
    }

    @EachDatabase
    void a_guard_row_keeps_a_rule_over_several_rows(TestDatabase db) {
        holds(() -> from(ON_CALL)
                .actor("doctor 1", () -> goOffCallGuarded(1))
                .actor("doctor 2", () -> goOffCallGuarded(2))
                .always("someone is on call", this::someoneIsOnCall));
    }

    private Object goOffCallGuarded(int doctor) {
        return transactions.run(attempt -> {
            locks.guard("show_of", "id", 1);
            return goOffCall(doctor);
        });
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_serializable_transaction_keeps_a_rule_over_several_rows(TestDatabase db) {
        Exploration found = from(ON_CALL)
                .actor("doctor 1", () -> transactions.serializable().run(attempt -> goOffCall(1)))
                .actor("doctor 2", () -> transactions.serializable().run(attempt -> goOffCall(2)))
                .always("someone is on call", this::someoneIsOnCall)
                .explore();
        assertThat(found.scope().isExhausted()).as(found::toString).isTrue();
        System.out.println(found);
    }

    @EachDatabase(ServerKind.H2)
    void a_serializable_transaction_is_refused_where_it_is_none(TestDatabase db) {
        assertThatThrownBy(() -> transactions.serializable().run(attempt -> goOffCall(1)))
                .hasMessageContaining("guard");
    }
}
