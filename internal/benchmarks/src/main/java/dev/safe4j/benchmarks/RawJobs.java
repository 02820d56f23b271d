package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.ServerKind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The limit: what a sound queue has to do at least, by JDBC. Each of several threads claims 100 jobs with a token and a lease, runs them,
 * and deletes them under the token.
 */
final class RawJobs implements JobWay {

    private static final int BATCH = 100;
    private static final String LEASE = "interval '30' second";
    private static final byte[] PAYLOAD = "order 4711".getBytes(StandardCharsets.UTF_8);

    private static final String CLAIM = """
            with first as materialized (
              select id from raw_job where token is null and due_at <= statement_timestamp()
              order by due_at, id limit 100 for update skip locked
            ) update raw_job j set token = ?, until_at = statement_timestamp() + LEASE
            where j.id = any(array(select id from first)) returning j.id, j.payload""".replace("LEASE", LEASE);

    private final HikariDataSource pool;
    private final boolean postgresql;
    private final int threads;

    RawJobs(HikariDataSource pool, ServerKind kind, int threads) {
        this.pool = pool;
        this.postgresql = kind == ServerKind.POSTGRESQL;
        this.threads = threads;
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        jdbc.execute(
                postgresql
                        ? "create table if not exists raw_job (id bigint generated always as identity primary key,"
                                + " due_at timestamptz not null, token varchar(36), until_at timestamptz, payload bytea not null)"
                        : "create table if not exists raw_job (id bigint not null auto_increment primary key,"
                                + " due_at datetime(6) not null, token varchar(36), until_at datetime(6), payload blob not null,"
                                + " index by_due (token, due_at, id)) engine = InnoDB");
        if (postgresql) {
            jdbc.execute("create index if not exists raw_due on raw_job (due_at, id) where token is null");
        }
    }

    @Override
    public String name() {
        return "raw limit: claim 100, delete 100, by JDBC";
    }

    @Override
    public void clear() {
        new JdbcTemplate(pool).execute("truncate table raw_job");
    }

    private String now() {
        return postgresql ? "statement_timestamp()" : "utc_timestamp(6)";
    }

    @Override
    public void add(int jobs, Duration delay) {
        String row = "(" + now() + " + interval '" + delay.toSeconds() + "' second, ?)";
        Object[] payloads = Collections.nCopies(jobs, PAYLOAD).toArray();
        new JdbcTemplate(pool)
                .update(
                        "insert into raw_job (due_at, payload) values "
                                + String.join(", ", Collections.nCopies(jobs, row)),
                        payloads);
    }

    @Override
    public Runnable start(Runnable job) {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> {
                try {
                    work(job, over);
                } catch (SQLException failure) {
                    throw new IllegalStateException("the raw limit cannot be reached", failure);
                } finally {
                    ended.countDown();
                }
            });
        }
        return () -> end(executor, over, ended);
    }

    private static void end(ExecutorService executor, AtomicBoolean over, CountDownLatch ended) {
        over.set(true);
        executor.shutdown();
        try {
            if (!ended.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a thread of the raw limit has not ended");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Runnable job, AtomicBoolean over) throws SQLException {
        while (!over.get()) {
            if (!isAnyDone(job)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private boolean isAnyDone(Runnable job) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            String token = UUID.randomUUID().toString();
            List<Long> claimed = postgresql ? claimed(connection, token) : locked(connection, token);
            claimed.forEach(id -> job.run());
            if (!claimed.isEmpty()) {
                delete(connection, token, claimed);
            }
            return !claimed.isEmpty();
        }
    }

    private static List<Long> claimed(Connection connection, String token) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setString(1, token);
            return ids(claim);
        }
    }

    private static List<Long> ids(PreparedStatement statement) throws SQLException {
        List<Long> ids = new ArrayList<>(BATCH);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
                rows.getBytes(2);
            }
        }
        return ids;
    }

    private static List<Long> locked(Connection connection, String token) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        List<Long> ids;
        try (PreparedStatement lock =
                connection.prepareStatement("select id, payload from raw_job where token is null and due_at <="
                        + " utc_timestamp(6) order by due_at, id limit 100 for update skip locked")) {
            ids = ids(lock);
        }
        if (!ids.isEmpty()) {
            try (PreparedStatement take =
                    connection.prepareStatement("update raw_job set token = ?, until_at = utc_timestamp(6) + " + LEASE
                            + " where id in " + in(ids))) {
                take.setString(1, token);
                take.executeUpdate();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        return ids;
    }

    private static String in(List<Long> ids) {
        return ids.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    private void delete(Connection connection, String token, List<Long> ids) throws SQLException {
        String which = postgresql ? "id = any(?)" : "id in " + in(ids);
        try (PreparedStatement delete =
                connection.prepareStatement("delete from raw_job where " + which + " and token = ?")) {
            if (postgresql) {
                delete.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            }
            delete.setString(postgresql ? 2 : 1, token);
            if (delete.executeUpdate() != ids.size()) {
                throw new IllegalStateException("a claim of the raw limit was lost");
            }
        }
    }

    @Override
    public String unfinished() {
        return "select count(*) from raw_job where due_at <= current_timestamp + interval '12' hour";
    }

    @Override
    public void close() {
        pool.close();
    }
}
