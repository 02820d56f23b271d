package dev.safe4j.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.UnknownNameException;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionTimedOutException;

@Tag("slow")
class LockRowGuardTest {

    private static final String KEY = "account:1";

    private final List<Locks> opened = new ArrayList<>();
    private LockTable table;
    private Database database;
    private Transactions transactions;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table account (id int primary key, balance int not null)", "insert into account values (1, 0)");
        table = new LockTable(db);
        use(db.newPool(1));
    }

    private void use(HikariDataSource pool) {
        database = Database.of(pool);
        transactions = Transactions.on(database);
    }

    @AfterEach
    void close() {
        opened.forEach(Locks::close);
    }

    private Locks locks(CommitGuard guard) {
        Locks locks = Locks.builder(new MemoryLockStore())
                .transactions(new SpringTransactionBoundary(guard))
                .build();
        opened.add(locks);
        return locks;
    }

    private void payUnder(Locks locks, Consumer<HeldLock> meanwhile) {
        transactions.runWithoutResult(attempt -> {
            HeldLock lock = locks.acquire(KEY);
            table.insert(lock);
            Updates.on(database).table("account").key("id", 1).add("balance", 1).apply();
            meanwhile.accept(lock);
        });
    }

    @EachDatabase
    void a_commit_under_a_lock_that_somebody_else_has_taken_is_refused(TestDatabase db) {
        Locks locks = locks(new LockRowGuard(database, "safe4j_lock"));
        assertThatThrownBy(() -> payUnder(locks, lock -> db.execute(table.takeOver(KEY))))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContaining(LeaseLostException.NOT_THE_OWNER);
        assertThat(db.value(Integer.class, "select balance from account")).isZero();
    }

    @EachDatabase
    void a_commit_under_a_lease_that_is_over_is_refused(TestDatabase db) {
        Locks locks = locks(new LockRowGuard(database, "safe4j_lock"));
        assertThatThrownBy(() -> payUnder(locks, lock -> table.end(KEY))).isInstanceOf(LeaseLostException.class);
        assertThat(db.value(Integer.class, "select balance from account")).isZero();
    }

    /** What the guard is told then is a TransactionException, after which Spring's managers roll nothing back. */
    @EachDatabase
    void a_commit_whose_time_was_over_before_the_guard_could_ask_is_refused(TestDatabase db) {
        Locks locks = locks(new LockRowGuard(database, "safe4j_lock"));
        transactions = transactions.timeout(Duration.ofSeconds(1));
        assertThatThrownBy(() -> payUnder(locks, lock -> {
                    long end = System.nanoTime() + Duration.ofMillis(1_100).toNanos();
                    Await.until(Duration.ofSeconds(10), "its time is over", () -> System.nanoTime() - end > 0);
                }))
                .hasStackTraceContaining(TransactionTimedOutException.class.getName());
        assertThat(db.value(Integer.class, "select balance from account")).isZero();
    }

    @EachDatabase
    void nobody_can_take_the_lock_until_the_commit_is_through(TestDatabase db) throws Exception {
        LockRowGuard rows = new LockRowGuard(database, "safe4j_lock");
        List<CompletableFuture<Integer>> takers = new ArrayList<>();
        Locks locks = locks(lock -> {
            rows.requireHeld(lock);
            CompletableFuture<Integer> taker = CompletableFuture.supplyAsync(() -> takeOverAndRead(db));
            assertThatThrownBy(() -> taker.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            takers.add(taker);
        });
        payUnder(locks, lock -> {});
        assertThat(takers).hasSize(1);
        assertThat(takers.get(0).get(20, TimeUnit.SECONDS))
                .as("who takes it then sees what was committed")
                .isEqualTo(1);
    }

    private int takeOverAndRead(TestDatabase db) {
        JdbcTemplate jdbc = new JdbcTemplate(db.dataSource());
        int rows = jdbc.update(table.takeOver(KEY));
        Integer balance = jdbc.queryForObject("select balance from account where id = 1", Integer.class);
        return rows == 1 && balance != null ? balance : -1;
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void one_round_trip_for_each_lock(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port())) {
            use(db.newPool(db.urlThrough(tap), 1));
            LockRowGuard rows = new LockRowGuard(database, "safe4j_lock");
            Locks locks = locks(lock -> {
                rows.requireHeld(lock);
                tap.reset();
                rows.requireHeld(lock);
                assertThat(tap.roundTrips()).isEqualTo(1);
            });
            payUnder(locks, lock -> {});
        }
        assertThat(db.value(Integer.class, "select balance from account")).isEqualTo(1);
    }

    @EachDatabase
    void a_transaction_of_another_data_source_is_not_guarded_and_goes_on(TestDatabase db) {
        Locks locks = locks(new LockRowGuard(Database.of(db.newPool(2)), "safe4j_lock"));
        payUnder(locks, lock -> db.execute(table.takeOver(KEY)));
        assertThat(db.value(Integer.class, "select balance from account")).isEqualTo(1);
    }

    /** PostgreSQL does not lock a row that has changed since the snapshot; the others lock the newest one. */
    @EachDatabase
    void at_repeatable_read_a_row_renewed_since_the_first_statement_is_refused_or_held(TestDatabase db) {
        transactions = transactions
                .repeatableRead()
                .retry(dev.safe4j.retry.RetryPolicy.defaults().attempts(1));
        Locks locks = locks(new LockRowGuard(database, "safe4j_lock"));
        Runnable work = () -> payUnder(locks, lock -> table.renew(KEY));
        boolean isRefused = db.kind() == ServerKind.POSTGRESQL;
        if (isRefused) {
            assertThatThrownBy(work::run).isInstanceOf(RuntimeException.class);
        } else {
            work.run();
        }
        assertThat(db.value(Integer.class, "select balance from account")).isEqualTo(isRefused ? 0 : 1);
    }

    @EachDatabase(ServerKind.H2)
    void a_table_of_another_shape_is_refused(TestDatabase db) {
        assertThatThrownBy(() -> new LockRowGuard(database, "account")).isInstanceOf(UnknownNameException.class);
        assertThatThrownBy(() -> new LockRowGuard(database, "nix")).isInstanceOf(UnknownNameException.class);
    }
}
