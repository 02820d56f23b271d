package dev.safe4j.jdbc;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.advisory.AdvisoryLocks;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.rowlock.RowsLockedException;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.GuardedInsert;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Where Spring keeps a connection for a scope, and no transaction of the caller's is on it. */
class SynchronizedScopesTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private Database database;
    private Updates updates;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table seat_of (id int primary key, show_id int not null, taken int not null)",
                "create table show_of (id int primary key, seats int not null)",
                "create table booking (customer varchar(40) primary key, show_id int not null)",
                "insert into seat_of values (1, 1, 0), (2, 1, 0)",
                "insert into show_of values (1, 3)");
        database = Database.of(db.dataSource());
        updates = Updates.on(database);
    }

    private static void inSupports(DataSource dataSource, Runnable work) {
        TransactionTemplate supports = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        supports.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
        supports.executeWithoutResult(status -> {
            new JdbcTemplate(dataSource).queryForList("select id from show_of"); // from here on the connection is kept
            work.run();
        });
    }

    private static void inTransactionOfAnother(TestDatabase db, Runnable work) {
        new TransactionTemplate(new JdbcTransactionManager(db.newPool(1))).executeWithoutResult(status -> work.run());
    }

    @EachDatabase
    void row_locks_are_refused(TestDatabase db) {
        RowLocks locks = RowLocks.on(database);
        Stream<Runnable> calls = Stream.of(
                () -> locks.guard("show_of", "id", 1),
                () -> locks.table("show_of").key("id", 1).forUpdate());
        calls.forEach(call -> {
            assertThatThrownBy(() -> inSupports(db.dataSource(), call)).hasMessageContaining("need a transaction");
            assertThatThrownBy(() -> inTransactionOfAnother(db, call))
                    .hasMessageContaining("need a transaction")
                    .hasMessageContaining("one of another data source");
        });
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void advisory_locks_are_refused(TestDatabase db) {
        AdvisoryLocks locks = AdvisoryLocks.on(database, db.name());
        Stream<Runnable> calls = Stream.of(() -> locks.acquire("order:1"), () -> locks.tryAcquire("order:1"));
        calls.forEach(call -> {
            assertThatThrownBy(() -> inSupports(db.dataSource(), call)).hasMessageContaining("need a transaction");
            assertThatThrownBy(() -> inTransactionOfAnother(db, call)).hasMessageContaining("need a transaction");
        });
    }

    private boolean isGuardLocked() {
        Transactions once =
                Transactions.on(database).retry(RetryPolicy.defaults().attempts(1));
        return Callers.run(
                                1,
                                BOUND,
                                caller -> () -> once.run(attempt -> RowLocks.on(database)
                                        .table("show_of")
                                        .key("id", 1)
                                        .noWait()
                                        .forUpdate()))
                        .get(0)
                        .failure()
                instanceof RowsLockedException;
    }

    /** The insert waits for another one of the same key, and meanwhile the guard must not be free. */
    @EachDatabase
    void a_guarded_insert_holds_its_guard_until_it_is_done(TestDatabase db) throws Exception {
        GuardedInsert insert = updates.table("booking")
                .insert(row("customer", "ann", "show_id", 1))
                .guardedBy("show_of", "id", 1)
                .provided("1 = 1");
        List<CompletableFuture<Void>> booked = new ArrayList<>();
        new TransactionTemplate(new JdbcTransactionManager(db.dataSource())).executeWithoutResult(status -> {
            status.setRollbackOnly();
            new JdbcTemplate(db.dataSource()).update("insert into booking values ('ann', 1)");
            booked.add(CompletableFuture.runAsync(() -> inSupports(db.dataSource(), insert::apply)));
            Await.until(Duration.ofSeconds(10), "the guard is locked", this::isGuardLocked);
            assertThat(isGuardLocked()).as("while the insert waits").isTrue();
        });
        booked.get(0).get(60, TimeUnit.SECONDS);
        assertThat(db.value(Long.class, "select count(*) from booking")).isEqualTo(1);
    }

    @EachDatabase
    void a_batch_is_written_whole_or_not_at_all(TestDatabase db) {
        Runnable batch = () -> updates.applyAll(List.of(
                updates.table("seat_of").key("id", 1).assign("taken", "taken + 1000000 * ?", 1),
                updates.table("seat_of").key("id", 2).assign("taken", "taken + 1000000 * ?", 1_000_000)));
        assertThatThrownBy(() -> inSupports(db.dataSource(), batch)).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> inTransactionOfAnother(db, batch)).isInstanceOf(DataAccessException.class);
        assertThat(db.value(Integer.class, "select taken from seat_of where id = 1"))
                .isZero();
    }

    @EachDatabase
    void a_write_that_hits_two_rows_is_taken_back(TestDatabase db) {
        Runnable write =
                () -> updates.table("seat_of").key("show_id", 1).add("taken", 1).apply();
        assertThatThrownBy(() -> inSupports(db.dataSource(), write)).isInstanceOf(KeyNotUniqueException.class);
        assertThatThrownBy(() -> inTransactionOfAnother(db, write)).isInstanceOf(KeyNotUniqueException.class);
        assertThat(db.value(Long.class, "select sum(taken) from seat_of")).isZero();
    }

    @EachDatabase
    void a_write_is_committed_though_the_pool_has_auto_commit_off(TestDatabase db) {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(db.url());
            pool.setUsername(db.username());
            pool.setPassword(db.password());
            pool.setMaximumPoolSize(1);
            pool.setAutoCommit(false);
            Updates manual = Updates.on(pool);
            inSupports(
                    pool,
                    () -> manual.table("seat_of")
                            .key("id", 1)
                            .add("taken", 1)
                            .provided("taken = 0")
                            .apply()
                            .orThrow());
        }
        assertThat(db.value(Integer.class, "select taken from seat_of where id = 1"))
                .isEqualTo(1);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_write_whose_answer_is_lost_is_unknown(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port())) {
            HikariDataSource pool = db.newPool(db.urlThrough(tap), 1);
            Updates tapped = Updates.on(pool);
            tapped.table("seat_of").key("id", 1).add("taken", 0).apply().orThrow();
            tap.dropReplyOf(text -> text.contains("update"));
            assertThatThrownBy(() -> inSupports(
                            pool,
                            () -> tapped.table("seat_of")
                                    .key("id", 1)
                                    .add("taken", 1)
                                    .apply()))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(db.value(Integer.class, "select taken from seat_of where id = 1"))
                .isEqualTo(1);
    }
}
