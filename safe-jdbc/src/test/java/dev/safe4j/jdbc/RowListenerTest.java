package dev.safe4j.jdbc;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.rowlock.RowsLockedException;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.RowListener;
import dev.safe4j.update.RowMissingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;

/** What listeners are told of writes and of row locks. */
class RowListenerTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Updates updates;
    private RowLocks locks;
    private Transactions transactions;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table sweet (id int primary key, stock int not null, version int not null, fence bigint,"
                        + " constraint few check (stock < 100))",
                "insert into sweet values (1, 3, 7, 50), (2, 0, 1, null)");
        Database database = Database.of(db.dataSource()).listener(new RowListener() {
            @Override
            public void onWrite(String table, Outcome outcome) {
                told.add(table + " " + outcome);
            }

            @Override
            public void onLock(String table, Locking outcome, Duration took) {
                told.add(table + " " + outcome + (took.toMillis() >= 300 ? " after a while" : ""));
            }
        });
        updates = Updates.on(database);
        locks = RowLocks.on(database);
        transactions = Transactions.on(database).retry(RetryPolicy.defaults().attempts(1));
    }

    private void expect(String... events) {
        assertThat(told).containsExactly(events);
        told.clear();
    }

    @EachDatabase
    void of_a_write_they_are_told_what_became_of_it(TestDatabase db) {
        updates.table("sweet")
                .key("id", 1)
                .subtract("stock", 1)
                .provided("stock >= 1")
                .apply();
        updates.table("sweet")
                .key("id", 2)
                .subtract("stock", 1)
                .provided("stock >= 1")
                .apply();
        updates.table("sweet")
                .key("id", 9)
                .subtract("stock", 1)
                .provided("stock >= 1")
                .apply();
        expect("sweet APPLIED", "sweet REFUSED", "sweet MISSING");
        updates.table("sweet")
                .key("id", 1)
                .version("version", 6)
                .set("stock", 5)
                .apply();
        updates.table("sweet").key("id", 1).fencedBy(49).set("stock", 5).apply();
        updates.table("sweet").key("id", 1).set("stock", 500).refusedBy("few").apply();
        updates.table("sweet").key("id", 9).delete();
        expect("sweet STALE", "sweet FENCED", "sweet REFUSED", "sweet MISSING");
        assertThat(db.value(Integer.class, "select stock from sweet where id = 1"))
                .isEqualTo(2);
    }

    @EachDatabase
    void and_so_of_inserts_batches_and_guarded_inserts(TestDatabase db) {
        updates.table("sweet").insertIfAbsent(row("id", 3, "stock", 1, "version", 1));
        updates.table("sweet").insertIfAbsent(row("id", 3, "stock", 1, "version", 1));
        updates.table("sweet").insertIfAbsentNamingConstraint(row("id", 3, "stock", 1, "version", 1));
        updates.table("sweet")
                .upsert(row("id", 3, "stock", 1, "version", 1))
                .onKey("id")
                .orAdd("stock", 1)
                .apply();
        expect("sweet APPLIED", "sweet DUPLICATE", "sweet DUPLICATE", "sweet APPLIED");
        updates.applyAll(List.of(
                updates.table("sweet").key("id", 3).subtract("stock", 1).provided("stock >= 1"),
                updates.table("sweet").key("id", 2).subtract("stock", 1).provided("stock >= 1")));
        updates.table("sweet")
                .insert(row("id", 4, "stock", 1, "version", 1))
                .guardedBy("sweet", "id", 1)
                .provided("(select count(*) from sweet) < 1")
                .apply();
        expect("sweet APPLIED", "sweet REFUSED", "sweet REFUSED");
    }

    @EachDatabase(ServerKind.H2)
    void one_that_fails_changes_nothing(TestDatabase db) {
        for (Throwable fault :
                List.of(new IllegalStateException("its own"), new NoSuchMethodError("of another version"))) {
            RowListener broken = new RowListener() {
                @Override
                public void onWrite(String table, Outcome outcome) {
                    RowListenerTest.<RuntimeException>sneak(fault);
                }
            };
            Updates heard = Updates.on(updates.database().listener(broken));
            assertThat(heard.table("sweet").key("id", 1).set("stock", 4).apply().isApplied())
                    .isTrue();
            expect("sweet APPLIED");
        }
    }

    @SuppressWarnings("unchecked") // rethrows what the compiler cannot see
    private static <T extends Throwable> void sneak(Throwable fault) throws T {
        throw (T) fault;
    }

    @EachDatabase
    void what_fails_is_no_outcome(TestDatabase db) {
        assertThatThrownBy(() ->
                        updates.table("sweet").key("id", 1).set("stock", 500).apply())
                .hasMessageContaining("update of sweet");
        expect();
    }

    @EachDatabase
    void of_row_locks_they_are_told_how_they_were_waited_for(TestDatabase db) {
        transactions.runWithoutResult(attempt -> {
            locks.table("sweet").key("id", 1).forUpdate();
            locks.guard("sweet", "id", 1);
            expect("sweet LOCKED", "sweet LOCKED");
            Callers.Result<Object> noWait =
                    other(() -> locks.table("sweet").key("id", 1).noWait().forUpdate());
            assertThat(noWait.failure()).isInstanceOf(RowsLockedException.class);
            expect("sweet BUSY");
            Callers.Result<Object> waited = other(() -> locks.table("sweet")
                    .key("id", 1)
                    .within(Duration.ofMillis(300))
                    .forUpdate());
            assertThat(waited.failure()).isInstanceOf(RowsLockedException.class);
            expect("sweet TIMED_OUT after a while");
            assertThat(other(() -> locks.table("sweet")
                                    .key("id", 1)
                                    .skipLocked()
                                    .forUpdate())
                            .failure())
                    .isNull();
            expect("sweet LOCKED");
        });
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> locks.guard("sweet", "id", 9)))
                .isInstanceOf(RowMissingException.class);
        expect("sweet LOCKED");
    }

    @EachDatabase
    void of_a_guard_that_is_waited_for_until_the_transaction_is_over_it_is_told_too(TestDatabase db) {
        Transactions hasty = transactions.timeout(Duration.ofSeconds(1));
        transactions.runWithoutResult(attempt -> {
            locks.guard("sweet", "id", 1);
            expect("sweet LOCKED");
            Callers.Result<String> waited = Callers.run(1, BOUND, caller -> () -> {
                        hasty.runWithoutResult(another -> locks.guard("sweet", "id", 1));
                        return "locked";
                    })
                    .get(0);
            assertThat(waited.failure()).isNotNull();
            expect("sweet TIMED_OUT after a while");
        });
    }

    private Callers.Result<Object> other(java.util.function.Supplier<Object> lock) {
        return Callers.run(1, BOUND, caller -> () -> transactions.<Object, RuntimeException>run(attempt -> lock.get()))
                .get(0);
    }
}
