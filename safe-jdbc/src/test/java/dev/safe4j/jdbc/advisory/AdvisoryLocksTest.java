package dev.safe4j.jdbc.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.lock.LockInterruptedException;
import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;

/** Those of transactions: PostgreSQL's. */
class AdvisoryLocksTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private AdvisoryLocks advisory;
    private Transactions transactions;
    private JdbcTemplate jdbc;

    @BeforeEach
    void open(TestDatabase db) {
        use(db, db.dataSource());
    }

    private void use(TestDatabase db, HikariDataSource pool) {
        Database database = Database.of(pool);
        advisory = AdvisoryLocks.on(database, db.name());
        transactions = Transactions.on(database).retry(RetryPolicy.defaults().attempts(1));
        jdbc = new JdbcTemplate(pool);
    }

    private Callers.Result<Object> whileLocked(String key, Callable<Object> other) {
        return transactions.run(attempt -> {
            advisory.acquire(key);
            return Callers.run(1, BOUND, caller -> other).get(0);
        });
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void one_transaction_at_a_time_has_it_until_its_end(TestDatabase db) {
        db.execute("create table seen (n int not null)", "insert into seen values (0)");
        AtomicInteger inside = new AtomicInteger();
        List<Callers.Result<Object>> results = Callers.run(6, BOUND, caller -> () -> {
            for (int i = 0; i < 20; i++) {
                transactions.runWithoutResult(attempt -> {
                    advisory.acquire("order:1");
                    assertThat(inside.incrementAndGet()).isEqualTo(1);
                    Integer n = jdbc.queryForObject("select n from seen", Integer.class);
                    jdbc.update("update seen set n = ?", (n == null ? 0 : n) + 1);
                    inside.decrementAndGet();
                });
            }
            return "done";
        });
        assertThat(results).extracting(Callers.Result::failure).containsOnlyNulls();
        assertThat(db.value(Integer.class, "select n from seen")).isEqualTo(120);
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void a_try_answers_at_once_and_a_wait_is_bounded(TestDatabase db) {
        Callers.Result<Object> tried =
                whileLocked("order:1", () -> transactions.run(attempt -> advisory.tryAcquire("order:1")));
        assertThat(tried.value()).isEqualTo(false);
        Callers.Result<Object> other =
                whileLocked("order:1", () -> transactions.run(attempt -> advisory.tryAcquire("order:2")));
        assertThat(other.value()).isEqualTo(true);
        Callers.Result<Object> again = whileLocked(
                "order:1",
                () -> transactions.run(attempt -> AdvisoryLocks.on(Database.of(db.dataSource()), "another")
                        .tryAcquire("order:1")));
        assertThat(again.value()).as("in another namespace").isEqualTo(true);

        long begun = System.nanoTime();
        Callers.Result<Object> waited = whileLocked(
                "order:1",
                () -> transactions.run(attempt -> {
                    advisory.within(Duration.ofMillis(300)).acquire("order:1");
                    return "locked";
                }));
        assertThat(waited.failure())
                .isInstanceOf(LockTimeoutException.class)
                .hasMessageStartingWith(
                        "lock 'order:1' was not free within 300 ms: another transaction or session of the"
                                + " database has it.");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void a_rollback_frees_it_and_the_limit_leaves_the_servers_own(TestDatabase db) {
        transactions.runWithoutResult(attempt -> {
            jdbc.execute("set local lock_timeout = '7s'");
            advisory.within(Duration.ofSeconds(2)).acquire("order:1");
            advisory.acquire("order:1"); // shared by its own transaction
            assertThat(advisory.tryAcquire("order:1")).isTrue();
            assertThat(jdbc.queryForObject("show lock_timeout", String.class)).isEqualTo("7s");
        });
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                    advisory.acquire("order:1");
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThat(transactions.<Boolean, RuntimeException>run(attempt -> advisory.tryAcquire("order:1")))
                .isTrue();
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void one_round_trip(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port())) {
            use(db, db.newPool(db.urlThrough(tap), 1));
            transactions.runWithoutResult(attempt -> {
                jdbc.queryForObject("select 1", Integer.class);
                tap.reset();
                advisory.acquire("order:1");
                assertThat(tap.roundTrips()).isEqualTo(1);
                advisory.tryAcquire("order:2");
                assertThat(tap.roundTrips()).isEqualTo(2);
            });
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void refused_outside_a_transaction_and_for_bad_input(TestDatabase db) {
        assertThatThrownBy(() -> advisory.acquire("order:1")).hasMessageContaining("need a transaction");
        assertThatThrownBy(() -> advisory.tryAcquire("order:1")).hasMessageContaining("need a transaction");
        Stream.<Runnable>of(
                        () -> advisory.acquire(""),
                        () -> advisory.acquire(" "),
                        () -> advisory.acquire(null),
                        () -> advisory.acquire("x".repeat(1_001)),
                        () -> advisory.acquire("order:1\ud83c"),
                        () -> advisory.within(Duration.ZERO),
                        () -> advisory.within(Duration.ofDays(1)))
                .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> advisory.acquire("order:1")).isInstanceOf(LockInterruptedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @EachDatabase({ServerKind.MARIADB, ServerKind.H2})
    void refused_where_no_lock_ends_with_a_transaction(TestDatabase db) {
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> advisory.acquire("order:1")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("no advisory lock that ends with a transaction");
        assertThatThrownBy(() -> transactions.run(attempt -> advisory.tryAcquire("order:1")))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
