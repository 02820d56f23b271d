package dev.safe4j.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.lock.TransactionBoundary;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

@Tag("slow")
class SpringTransactionBoundaryTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final MemoryLockStore store = new MemoryLockStore();
    private final List<String> guarded = new ArrayList<>();
    private final SpringTransactionBoundary boundary = new SpringTransactionBoundary(lock -> guarded.add(lock.key()));
    private final Locks locks = Locks.builder(store).transactions(boundary).build();
    /** Another process, as far as the store knows. */
    private final Locks others = Locks.on(store);

    private TransactionTemplate transaction;
    private JdbcTemplate jdbc;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table account (id int primary key, balance int not null)", "insert into account values (1, 0)");
        use(db.newPool(1));
    }

    private void use(DataSource pool) {
        jdbc = new JdbcTemplate(pool);
        transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
    }

    @AfterEach
    void close() {
        locks.close();
        others.close();
    }

    private boolean isFree(String key) {
        return others.tryAcquire(key)
                .map(lock -> {
                    lock.close();
                    return true;
                })
                .orElse(false);
    }

    private void pay() {
        jdbc.update("update account set balance = balance + 1 where id = 1");
    }

    @EachDatabase
    void a_lock_is_released_after_the_commit_and_not_before(TestDatabase db) {
        List<Boolean> free = new ArrayList<>();
        transaction.executeWithoutResult(status -> {
            try (HeldLock lock = locks.acquire("account:1")) {
                assertThat(lock.isHeld()).isTrue();
                pay();
            }
            free.add(isFree("account:1"));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    free.add(isFree("account:1"));
                }
            });
        });
        free.add(isFree("account:1"));
        assertThat(free).containsExactly(false, false, true);
        assertThat(db.value(Integer.class, "select balance from account")).isEqualTo(1);
    }

    @EachDatabase
    void a_lock_is_released_after_the_rollback(TestDatabase db) {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    locks.acquire("account:1").close();
                    pay();
                    assertThat(isFree("account:1")).isFalse();
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThat(isFree("account:1")).isTrue();
        assertThat(guarded).isEmpty();
    }

    @EachDatabase
    void a_lost_lock_refuses_the_commit(TestDatabase db) {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    HeldLock lock =
                            locks.withoutRenewal().lease(Duration.ofMillis(150)).acquire("account:1");
                    pay();
                    Await.until(BOUND, "the lease is over", () -> !lock.isHeld());
                }))
                .isInstanceOf(LeaseLostException.class);
        assertThat(db.value(Integer.class, "select balance from account")).isZero();
        Await.until(BOUND, "the lease is over in the store too", () -> isFree("account:1"));
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void after_a_commit_of_unknown_outcome_the_lease_runs_out(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port())) {
            use(db.newPool(db.urlThrough(tap), 1));
            Transactions runner = Transactions.on(Database.of(jdbcDataSource()));
            pay();
            tap.dropReplyOf(text -> text.toLowerCase().replace("autocommit", "").contains("commit"));
            List<HeldLock> held = new ArrayList<>();
            assertThatThrownBy(() -> runner.runWithoutResult(attempt -> {
                        pay();
                        held.add(locks.lease(Duration.ofSeconds(2)).acquire("account:1"));
                    }))
                    .isInstanceOf(OutcomeUnknownException.class);
            HeldLock lock = held.get(0);
            assertThat(lock.isHeld()).as("its holder is not to go on").isFalse();
            assertThat(isFree("account:1"))
                    .as("the commit may still be under way")
                    .isFalse();
            Await.until(BOUND, "the lease has run out", () -> isFree("account:1"));
            assertThat(lock.held()).isGreaterThan(Duration.ofMillis(1900));
        }
        assertThat(db.value(Integer.class, "select balance from account")).isEqualTo(2);
    }

    private DataSource jdbcDataSource() {
        return java.util.Objects.requireNonNull(jdbc.getDataSource());
    }

    @EachDatabase
    void an_inner_transaction_of_its_own_releases_only_its_own(TestDatabase db) {
        use(db.newPool(2));
        TransactionTemplate inner =
                new TransactionTemplate(java.util.Objects.requireNonNull(transaction.getTransactionManager()));
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.executeWithoutResult(status -> {
            locks.acquire("outer").close();
            inner.executeWithoutResult(innerStatus -> locks.acquire("inner").close());
            assertThat(isFree("inner")).isTrue();
            assertThat(isFree("outer")).isFalse();
        });
        assertThat(isFree("outer")).isTrue();
        assertThat(guarded).containsExactly("inner", "outer");
    }

    @EachDatabase
    void the_guard_is_asked_in_the_order_of_the_keys(TestDatabase db) {
        transaction.executeWithoutResult(status -> {
            locks.acquire("b").close();
            locks.acquire("a").close();
            locks.acquire("c").close();
        });
        assertThat(guarded).containsExactly("a", "b", "c");
        guarded.clear();
        transaction.setReadOnly(true);
        transaction.executeWithoutResult(status -> locks.acquire("a").close());
        assertThat(guarded).isEmpty();
    }

    @EachDatabase
    void a_pool_of_one_connection_does_not_deadlock(TestDatabase db) {
        List<Callers.Result<Object>> results = Callers.run(8, BOUND, caller -> () -> {
            for (int i = 0; i < 20; i++) {
                transaction.executeWithoutResult(status -> {
                    locks.acquire("account:1").close();
                    pay();
                });
            }
            return "done";
        });
        assertThat(results).extracting(Callers.Result::failure).containsOnlyNulls();
        assertThat(db.value(Integer.class, "select balance from account")).isEqualTo(160);
        assertThat(isFree("account:1")).isTrue();
    }

    @EachDatabase(ServerKind.H2)
    void outside_a_transaction_there_is_nothing_to_join(TestDatabase db) {
        assertThat(boundary.isInside()).isFalse();
        try (HeldLock lock = locks.acquire("a")) {
            TransactionBoundary.Participant nobody = new TransactionBoundary.Participant() {
                @Override
                public void beforeCommit() {}

                @Override
                public void afterEnd(TransactionBoundary.End end) {}
            };
            assertThatThrownBy(() -> boundary.join(lock, nobody))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("none is active");
        }
        assertThat(isFree("a")).isTrue();
        TransactionTemplate supports =
                new TransactionTemplate(java.util.Objects.requireNonNull(transaction.getTransactionManager()));
        supports.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
        supports.executeWithoutResult(status -> assertThat(boundary.isInside()).isFalse());
    }
}
