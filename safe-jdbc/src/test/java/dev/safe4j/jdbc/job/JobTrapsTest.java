package dev.safe4j.jdbc.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The shapes of claims that take too much, starve or block. Each is shown with a plain statement first, and then that the store's own claim
 * does not do it.
 */
class JobTrapsTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static List<Long> plain(Connection connection, String sql) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    private static Connection transaction(TestDatabase db) throws SQLException {
        Connection connection = db.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void end(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void r14_no_more_are_claimed_than_asked_for_whatever_the_statistics_say(TestDatabase db) throws SQLException {
        Queue queue = Queue.in(db);
        db.execute(
                "alter table safe4j_job set (autovacuum_enabled = false)",
                "insert into safe4j_job (type, state, place, due_at, payload, created_at)"
                        + " values ('mail', 'DONE', 0, now(), '', now())",
                "analyze safe4j_job");
        queue.add(50);
        try (Connection connection = transaction(db)) {
            String some = "where type = 'mail' and state = 'READY'";
            List<Long> naive = plain(
                    connection,
                    "update safe4j_job set state = 'RUNNING' " + some + " and id in (select id from" + " safe4j_job "
                            + some + " order by due_at limit 5 for update skip locked) returning id");
            end(connection);
            assertThat(naive).as("the trap").hasSize(50);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(queue.store.claim(Queue.wanted(5))).as("claim " + i).hasSize(5);
        }
        assertThat(queue.store.claim(Queue.wanted(5))).isEmpty();
    }

    @EachDatabase(ServerKind.H2)
    void r15_who_claims_beside_another_gets_the_next_jobs_on_h2(TestDatabase db) throws Exception {
        Queue queue = Queue.in(db);
        List<Long> ids = queue.add(20);
        String naive = "select id from safe4j_job where state = 'READY' order by created_at, place limit 5"
                + " for update skip locked";
        try (Connection one = transaction(db);
                Connection two = transaction(db)) {
            assertThat(plain(one, naive)).hasSize(5);
            assertThat(plain(two, naive)).as("the trap").isEmpty();
            end(two);
            end(one);
            one.setAutoCommit(false);
            List<Claimed> first = queue.claiming()
                    .look(new Session(one, true, queue.dialect()), Queue.wanted(5), 5)
                    .claimed();
            CompletableFuture<List<Claimed>> second =
                    CompletableFuture.supplyAsync(() -> queue.store.claim(Queue.wanted(5)));
            one.commit();
            one.setAutoCommit(true);
            assertThat(Queue.ids(first)).isEqualTo(ids.subList(0, 5));
            assertThat(Queue.ids(second.get(BOUND.toSeconds(), TimeUnit.SECONDS)))
                    .isEqualTo(ids.subList(5, 10));
        }
    }

    @EachDatabase(ServerKind.H2)
    void r16_a_clock_that_stands_still_in_the_callers_transaction_is_not_the_stores(TestDatabase db) {
        Queue queue = Queue.in(db);
        queue.store.enqueue(
                List.of(new NewJob(Queue.TYPE, new byte[0], Map.of(), 5, Duration.ofMillis(100), null, null)));
        JdbcTemplate jdbc = new JdbcTemplate(db.dataSource());
        new TransactionTemplate(new JdbcTransactionManager(db.dataSource())).executeWithoutResult(status -> {
            Instant before = queue.store.now();
            Object still = jdbc.queryForObject("select current_timestamp(6)", Object.class);
            Await.until(
                    BOUND,
                    "the job is due",
                    () -> !queue.store.claim(Queue.wanted(1)).isEmpty());
            assertThat(queue.store.now()).isAfter(before);
            assertThat(jdbc.queryForObject("select current_timestamp(6)", Object.class))
                    .as("the trap")
                    .isEqualTo(still);
        });
    }

    @EachDatabase(ServerKind.MARIADB)
    void r17_who_claims_beside_another_gets_the_next_jobs_at_once(TestDatabase db) throws SQLException {
        Queue queue = Queue.in(db);
        List<Long> ids = queue.add(20);
        String naive = "select id from safe4j_job where state = 'READY' order by created_at, token limit 5"
                + " for update skip locked";
        try (Connection one = transaction(db);
                Connection two = transaction(db)) {
            assertThat(plain(one, naive)).hasSize(5);
            assertThat(plain(two, naive)).as("the trap").isEmpty();
            end(two);
            end(one);
        }
        try (Connection one = db.dataSource().getConnection()) {
            ShortTransactions.whole(new Session(one, false, queue.dialect()), inside -> {
                assertThat(Queue.ids(queue.claiming()
                                .look(inside, Queue.wanted(5), 5)
                                .claimed()))
                        .isEqualTo(ids.subList(0, 5));
                assertThat(Queue.ids(queue.store.claim(Queue.wanted(5)))).isEqualTo(ids.subList(5, 10));
                return true;
            });
        }
        assertThat(Queue.ids(queue.store.claim(Queue.wanted(5)))).isEqualTo(ids.subList(10, 15));
    }

    @EachDatabase(ServerKind.MARIADB)
    void r18_a_claim_that_is_open_does_not_block_who_enqueues(TestDatabase db) throws SQLException {
        Queue queue = Queue.in(db);
        queue.add(3);
        try (Connection one = transaction(db);
                Connection two = transaction(db);
                Statement set = two.createStatement()) {
            one.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            plain(
                    one,
                    "select id from safe4j_job where state = 'READY' and type = 'mail' and place = -5"
                            + " and due_at <= utc_timestamp(6) order by due_at, id limit 5 for update skip locked");
            set.execute("set innodb_lock_wait_timeout = 1");
            assertThatThrownBy(() -> set.execute("insert into safe4j_job (type, state, place, due_at, payload,"
                            + " created_at) values ('mail', 'READY', -5, utc_timestamp(6), '', utc_timestamp(6))"))
                    .as("the trap")
                    .hasMessageContaining("imeout");
            set.execute("set innodb_lock_wait_timeout = default");
            end(two);
            end(one);
        }
        try (Connection one = db.dataSource().getConnection()) {
            ShortTransactions.whole(new Session(one, false, queue.dialect()), inside -> {
                assertThat(queue.claiming().look(inside, Queue.wanted(5), 5).claimed())
                        .hasSize(3);
                assertThat(CompletableFuture.supplyAsync(() -> queue.add(2))).succeedsWithin(Duration.ofSeconds(5));
                return true;
            });
        }
        assertThat(queue.store.claim(Queue.wanted(5))).hasSize(2);
    }
}
