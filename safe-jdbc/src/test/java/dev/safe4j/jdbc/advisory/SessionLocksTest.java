package dev.safe4j.jdbc.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.lock.LockInterruptedException;
import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Those of sessions: PostgreSQL's and MariaDB's. */
@Tag("slow")
class SessionLocksTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private HikariDataSource pool;
    private SessionLocks sessions;
    /** Another process, as far as the server knows. */
    private SessionLocks others;

    @BeforeEach
    void open(TestDatabase db) {
        pool = db.newPool(4);
        sessions = on(db, pool);
        others = on(db, db.newPool(2));
    }

    private static SessionLocks on(TestDatabase db, DataSource source) {
        return AdvisoryLocks.on(Database.of(source), db.name())
                .within(Duration.ofSeconds(30))
                .sessions();
    }

    private boolean isFree(String key) {
        Optional<SessionLock> lock = others.tryAcquire(key);
        lock.ifPresent(SessionLock::close);
        return lock.isPresent();
    }

    private static String kill(TestDatabase db) {
        return db.kind() == ServerKind.POSTGRESQL ? "select pg_terminate_backend(?)" : "kill ?";
    }

    private static Object session(TestDatabase db, Connection connection) throws SQLException {
        String sql = db.kind() == ServerKind.POSTGRESQL ? "select pg_backend_pid()" : "select connection_id()";
        try (var result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getObject(1);
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void one_session_at_a_time_has_it(TestDatabase db) {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        List<Callers.Result<Object>> results = Callers.run(6, BOUND, caller -> () -> {
            SessionLocks own = caller % 2 == 0 ? sessions : others;
            for (int i = 0; i < 10; i++) {
                try (SessionLock lock = own.acquire("order:1")) {
                    assertThat(inside.incrementAndGet()).isEqualTo(1);
                    assertThat(lock.isHeld()).isTrue();
                    runs.incrementAndGet();
                    inside.decrementAndGet();
                }
            }
            return "done";
        });
        assertThat(results).extracting(Callers.Result::failure).containsOnlyNulls();
        assertThat(runs).hasValue(60);
        assertThat(db.activeConnections()).isZero();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_try_answers_at_once_and_a_wait_is_bounded(TestDatabase db) {
        try (SessionLock lock = sessions.acquire("order:1")) {
            assertThat(lock.key()).isEqualTo("order:1");
            assertThat(others.tryAcquire("order:1")).isEmpty();
            assertThat(isFree("order:2")).isTrue();
            for (SessionLocks each : List.of(sessions, others)) {
                long begun = System.nanoTime();
                SessionLocks shortly = each.within(Duration.ofMillis(1_300));
                assertThatThrownBy(() -> shortly.acquire("order:1")).isInstanceOf(LockTimeoutException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isBetween(Duration.ofMillis(1_290), Duration.ofSeconds(15));
            }
        }
        assertThat(isFree("order:1")).isTrue();
        assertThat(db.activeConnections()).isZero();
    }

    /** A data source that gives everybody the same session: the server would let all of them in. */
    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void two_callers_that_share_a_session_exclude_each_other(TestDatabase db) throws SQLException {
        try (Connection one = pool.getConnection()) {
            SessionLocks shared = on(db, new SingleConnectionDataSource(one, true));
            try (SessionLock lock = shared.acquire("order:1")) {
                assertThat(shared.tryAcquire("order:1")).isEmpty();
                Callers.Result<Object> other = Callers.<Object>run(
                                1,
                                BOUND,
                                caller -> () ->
                                        shared.within(Duration.ofMillis(200)).acquire("order:1"))
                        .get(0);
                assertThat(other.failure()).isInstanceOf(LockTimeoutException.class);
                assertThat(lock.isHeld()).isTrue();
            }
            assertThat(isFree("order:1")).isTrue();
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void an_interrupt_ends_the_wait_on_the_server(TestDatabase db) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (SessionLock lock = others.acquire("order:1")) {
            Thread waiter = new Thread(() -> {
                try {
                    sessions.acquire("order:1");
                } catch (LockInterruptedException expected) {
                    if (Thread.currentThread().isInterrupted()) {
                        ended.countDown();
                    }
                }
            });
            waiter.start();
            Await.until(
                    BOUND,
                    "it waits on a connection",
                    () -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
            waiter.interrupt();
            assertThat(ended.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            assertThat(lock.isHeld()).isTrue();
        }
        assertThat(isFree("order:1")).as("the waiter left nothing behind").isTrue();
        assertThat(db.activeConnections()).isZero();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sessions.tryAcquire("order:1")).isInstanceOf(LockInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void an_empty_pool_is_told_and_leaves_nothing_behind(TestDatabase db) {
        HikariConfig impatient = new HikariConfig(); // a pool that has begun does not take another time-out
        impatient.setDataSource(pool);
        impatient.setMaximumPoolSize(1);
        impatient.setConnectionTimeout(300);
        try (HikariDataSource ofOne = new HikariDataSource(impatient)) {
            SessionLocks alone = on(db, ofOne);
            SessionLock first = alone.acquire("order:1");
            assertThatThrownBy(() -> alone.acquire("order:2")).isInstanceOf(CannotGetJdbcConnectionException.class);
            first.close();
            alone.acquire("order:2").close();
        }
        assertThat(isFree("order:1")).isTrue();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_killed_connection_is_a_lost_lock_and_is_not_used_again(TestDatabase db) throws SQLException {
        pool.setMaximumPoolSize(1);
        Object id;
        try (Connection connection = pool.getConnection()) {
            id = session(db, connection);
        }
        SessionLock lock = sessions.acquire("order:1");
        new JdbcTemplate(db.dataSource()).execute(kill(db).replace("?", id.toString()));
        Await.until(BOUND, "the server has let it go", () -> isFree("order:1"));
        assertThat(lock.isHeld()).isFalse();
        assertThatThrownBy(lock::ensureHeld).isInstanceOf(AdvisoryLockLostException.class);
        assertThatThrownBy(lock::close)
                .isInstanceOfSatisfying(
                        AdvisoryLockLostException.class,
                        lost -> assertThat(lost.key()).isEqualTo("order:1"));
        lock.close();
        assertThatThrownBy(lock::ensureHeld).isInstanceOf(IllegalStateException.class);
        try (SessionLock next = sessions.acquire("order:1")) {
            assertThat(next.isHeld()).isTrue();
        }
    }

    /** Somebody else has unlocked it on the same session: the answer to the release is not the expected one. */
    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_release_that_frees_nothing_is_told_and_closes_the_session(TestDatabase db) throws SQLException {
        HikariDataSource single = db.newPool(1);
        try (Connection one = single.getConnection()) {
            Object before = session(db, one);
            SessionLocks shared = on(db, new SingleConnectionDataSource(one, true));
            SessionLock lock = shared.acquire("order:1");
            boolean postgresql = db.kind() == ServerKind.POSTGRESQL;
            one.createStatement().execute(postgresql ? "select pg_advisory_unlock_all()" : "do release_all_locks()");
            assertThatThrownBy(lock::close).isInstanceOf(AdvisoryLockLostException.class);
            assertThat(before).isNotNull();
            assertThatThrownBy(() -> session(db, one))
                    .as("the session is closed")
                    .isInstanceOf(SQLException.class);
        }
        try (Connection next = single.getConnection()) {
            assertThat(session(db, next)).isNotNull();
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void an_answer_that_is_lost_ends_the_session_and_with_it_the_lock(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port())) {
            SessionLocks tapped = on(db, db.newPool(db.urlThrough(tap), 1));
            tapped.acquire("order:1").close();
            var dropped = tap.dropReplyOf(text -> text.contains("advisory_lock") || text.contains("get_lock"));
            assertThatThrownBy(() -> tapped.acquire("order:1"))
                    .isInstanceOf(org.springframework.dao.DataAccessResourceFailureException.class);
            assertThat(dropped).succeedsWithin(BOUND);
            Await.until(BOUND, "the server has let it go", () -> isFree("order:1"));
            tapped.acquire("order:1").close();
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void it_stays_outside_the_callers_transaction_and_leaves_no_limit(TestDatabase db) {
        TransactionAwareDataSourceProxy aware = new TransactionAwareDataSourceProxy(pool);
        SessionLocks within = on(db, aware);
        Transactions.on(Database.of(pool)).runWithoutResult(attempt -> {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            jdbc.queryForObject("select 1", Integer.class);
            try (SessionLock lock = within.acquire("order:1")) {
                assertThat(lock.isHeld()).isTrue();
                assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(2);
            }
        });
        if (db.kind() == ServerKind.POSTGRESQL) {
            assertThat(new JdbcTemplate(pool)
                            .queryForList("select setting from pg_settings where name = 'lock_timeout'", String.class))
                    .containsExactly("0");
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_pool_without_auto_commit_gets_its_connection_back_as_it_was(TestDatabase db) throws SQLException {
        try (HikariDataSource manual = new HikariDataSource()) {
            manual.setJdbcUrl(db.url());
            manual.setUsername(db.username());
            manual.setPassword(db.password());
            manual.setMaximumPoolSize(1);
            manual.setAutoCommit(false);
            on(db, manual).acquire("order:1").close();
            try (Connection connection = manual.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
        }
        assertThat(isFree("order:1")).isTrue();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void one_round_trip_to_acquire_and_one_to_release(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port())) {
            SessionLocks tapped = on(db, db.newPool(db.urlThrough(tap), 1));
            tapped.acquire("order:1").close();
            tap.reset();
            SessionLock lock = tapped.acquire("order:1");
            assertThat(tap.roundTrips()).isEqualTo(1);
            lock.close();
            assertThat(tap.roundTrips()).isEqualTo(2);
        }
    }

    @EachDatabase(ServerKind.H2)
    void h2_refuses(TestDatabase db) {
        assertThatThrownBy(() -> sessions.acquire("order:1"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("RowLocks.guard");
    }
}
