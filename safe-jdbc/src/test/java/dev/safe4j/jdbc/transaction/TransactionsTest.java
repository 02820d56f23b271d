package dev.safe4j.jdbc.transaction;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.retry.Attempt;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryListener;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

@Tag("slow")
class TransactionsTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private Database database;
    private JdbcTemplate jdbc;
    private Transactions transactions;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table doctor (id int primary key, on_call int not null)",
                "create table ward (id int primary key)",
                "insert into doctor values (1, 1), (2, 1)",
                "insert into ward values (1)");
        database = Database.of(db.dataSource());
        jdbc = new JdbcTemplate(db.dataSource());
        transactions = Transactions.on(database);
    }

    private int onCall() {
        return jdbc.queryForObject("select count(*) from doctor where on_call = 1", Integer.class);
    }

    private void leaveIfAnotherStays(int doctor) {
        leaveIfAnotherStays(doctor, onCall());
    }

    private void leaveIfAnotherStays(int doctor, int onCall) {
        if (onCall >= 2) {
            jdbc.update("update doctor set on_call = 0 where id = ?", doctor);
        }
    }

    private RetryPolicy patient() {
        return RetryPolicy.defaults()
                .classifiedBy(database.faults())
                .attempts(200)
                .within(BOUND);
    }

    @EachDatabase
    void a_policy_without_a_classifier_knows_the_databases_conflicts(TestDatabase db) {
        AtomicInteger runs = new AtomicInteger();
        transactions.retry(RetryPolicy.defaults().attempts(3)).runWithoutResult(attempt -> {
            if (runs.incrementAndGet() < 3) {
                throw new CannotAcquireLockException("deadlock", new SQLException("deadlock", "40001", 1213));
            }
        });
        assertThat(runs).hasValue(3);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void serializable_runs_the_loser_of_a_write_skew_again(TestDatabase db) {
        AtomicInteger runs = new AtomicInteger();
        for (int round = 0; round < 5; round++) {
            db.execute("update doctor set on_call = 1");
            CyclicBarrier bothHaveRead = new CyclicBarrier(2);
            List<Callers.Result<Object>> results = Callers.run(
                    2,
                    BOUND,
                    caller -> () -> transactions.serializable().retry(patient()).run(attempt -> {
                        runs.incrementAndGet();
                        int onCall = onCall();
                        if (attempt.isFirst()) {
                            bothHaveRead.await(30, TimeUnit.SECONDS);
                        }
                        leaveIfAnotherStays(caller + 1, onCall);
                        return "done";
                    }));
            assertThat(results).extracting(Callers.Result::failure).containsOnlyNulls();
            assertThat(db.value(Long.class, "select sum(on_call) from doctor")).isEqualTo(1);
        }
        assertThat(runs.get()).as("runs: of every two, one after a conflict").isGreaterThanOrEqualTo(15);
    }

    @EachDatabase
    void a_guard_row_holds_write_skew_off_at_every_level(TestDatabase db) {
        RowLocks locks = RowLocks.on(database);
        for (Transactions runner : List.of(transactions.readCommitted(), transactions.repeatableRead())) {
            for (int round = 0; round < 10; round++) {
                db.execute("update doctor set on_call = 1");
                List<Callers.Result<Object>> results = Callers.run(
                        2,
                        BOUND,
                        caller -> () -> runner.retry(patient()).run(attempt -> {
                            locks.guard("ward", "id", 1);
                            leaveIfAnotherStays(caller + 1);
                            return "done";
                        }));
                assertThat(results).allMatch(Callers.Result::isSuccess);
                assertThat(db.value(Long.class, "select sum(on_call) from doctor"))
                        .isEqualTo(1);
            }
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void on_postgresql_a_guard_taken_after_a_read_is_a_conflict_and_the_work_runs_again(TestDatabase db) {
        RowLocks locks = RowLocks.on(database);
        AtomicInteger runs = new AtomicInteger();
        transactions.repeatableRead().retry(patient()).runWithoutResult(attempt -> {
            int before = onCall();
            if (runs.incrementAndGet() == 1) {
                List<Callers.Result<Object>> other = Callers.run(1, BOUND, caller -> () -> {
                    transactions.runWithoutResult(again -> {
                        locks.guard("ward", "id", 1);
                        leaveIfAnotherStays(2);
                    });
                    return "done";
                });
                assertThat(other).allMatch(Callers.Result::isSuccess);
            }
            locks.guard("ward", "id", 1);
            assertThat(before).isEqualTo(1);
        });
        assertThat(runs).hasValue(2);
    }

    @EachDatabase(ServerKind.H2)
    void h2_has_no_true_serializable_and_the_runner_says_so(TestDatabase db) {
        assertThatThrownBy(transactions::serializable)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("RowLocks.guard");
    }

    @EachDatabase
    void every_throwable_rolls_back(TestDatabase db) {
        for (Throwable thrown :
                List.of(new IllegalStateException("a"), new IOException("b"), new StackOverflowError("c"))) {
            assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                        jdbc.update("update doctor set on_call = 7");
                        sneak(thrown);
                    }))
                    .isSameAs(thrown);
            assertThat(db.value(Long.class, "select sum(on_call) from doctor")).isEqualTo(2);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @EachDatabase
    void it_does_not_start_inside_another_transaction(TestDatabase db) {
        AtomicInteger inner = new AtomicInteger();
        assertThatThrownBy(() -> transactions
                        .named("outer")
                        .runWithoutResult(attempt -> transactions.runWithoutResult(again -> inner.incrementAndGet())))
                .isInstanceOf(InsideTransactionException.class)
                .hasMessageContaining("'outer'");
        assertThat(inner).hasValue(0);
    }

    @EachDatabase(ServerKind.H2)
    void listeners_are_told_of_the_transactions_of_their_name(TestDatabase db) {
        List<String> told = new ArrayList<>();
        Transactions heard = transactions
                .listener(name -> new RetryListener() {
                    @Override
                    public void onRetry(Attempt attempt, Throwable failure, FaultClass fault, Duration delay) {
                        told.add(name + " again after " + fault);
                    }

                    @Override
                    public void onGivenUp(Attempt attempt, Throwable failure, FaultClass fault, Reason reason) {
                        told.add(name + " " + reason);
                    }
                })
                .retry(RetryPolicy.defaults().attempts(2));
        Transactions.VoidBody<RuntimeException> loses = attempt -> {
            throw new CannotAcquireLockException("deadlock", new SQLException("deadlock", "40001"));
        };
        assertThatThrownBy(() -> heard.named("refund").runWithoutResult(loses)).hasMessageContaining("deadlock");
        assertThatThrownBy(() -> heard.readCommitted().runWithoutResult(loses)).hasMessageContaining("deadlock");
        assertThat(told)
                .containsExactly(
                        "refund again after CONFLICT",
                        "refund ATTEMPTS_EXHAUSTED",
                        "transaction again after CONFLICT",
                        "transaction ATTEMPTS_EXHAUSTED");
    }

    @EachDatabase
    void what_cannot_succeed_is_not_run_again(TestDatabase db) {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                    runs.incrementAndGet();
                    jdbc.update("insert into doctor values (1, 1)");
                }))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(runs).hasValue(1);
    }

    @EachDatabase
    void a_swallowed_error_is_not_committed_as_success(TestDatabase db) {
        Runnable work = () -> transactions.runWithoutResult(attempt -> {
            jdbc.update("update doctor set on_call = 5 where id = 1");
            assertThatThrownBy(() -> jdbc.update("insert into doctor values (1, 1)"))
                    .isInstanceOf(DuplicateKeyException.class);
        });
        if (db.kind() == ServerKind.POSTGRESQL) {
            assertThatThrownBy(work::run).isInstanceOf(TransactionAbortedException.class);
            assertThat(db.value(Integer.class, "select on_call from doctor where id = 1"))
                    .isEqualTo(1);
        } else {
            assertThatCode(work::run).doesNotThrowAnyException();
            assertThat(db.value(Integer.class, "select on_call from doctor where id = 1"))
                    .isEqualTo(5);
        }
    }

    @EachDatabase
    void a_time_out_cancels_the_librarys_own_statements(TestDatabase db) {
        Updates updates = Updates.on(database);
        db.execute("create table busy (id int primary key, n int)", "insert into busy values (1, 0)");
        assertThatThrownBy(() -> transactions.runWithoutResult(outer -> {
                    updates.table("busy").key("id", 1).add("n", 1).apply();
                    List<Callers.Result<Object>> blocked = Callers.run(
                            1,
                            BOUND,
                            caller -> () -> transactions
                                    .timeout(Duration.ofSeconds(1))
                                    .retry(RetryPolicy.defaults().attempts(1))
                                    .run(attempt -> updates.table("busy")
                                            .key("id", 1)
                                            .add("n", 1)
                                            .apply()));
                    throw (RuntimeException) blocked.get(0).failure();
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(db.value(Integer.class, "select n from busy")).isZero();
    }

    @EachDatabase
    void money_moves_whole_or_not_at_all(TestDatabase db) {
        db.execute(
                "create table wallet (id int primary key, balance decimal(10,2) not null)",
                "insert into wallet values (1, 10), (2, 0)");
        Updates updates = Updates.on(database);
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                    updates.table("wallet")
                            .key("id", 1)
                            .subtract("balance", 6)
                            .provided("balance >= ?", 6)
                            .apply()
                            .orThrow();
                    updates.table("wallet")
                            .key("id", 3)
                            .add("balance", 6)
                            .apply()
                            .orThrow();
                }))
                .hasMessage("there is no row wallet 3.");
        assertThat(db.value(java.math.BigDecimal.class, "select sum(balance) from wallet"))
                .isEqualByComparingTo("10");
        assertThat(updates.table("wallet")
                        .insertIfAbsent(row("id", 3, "balance", 0))
                        .isInserted())
                .isTrue();
    }
}
