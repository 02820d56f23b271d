package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A purge of a million requests holds no lock for long: no transaction of it lasts longer than a tenth of a second. */
@Tag("soak")
class LongPurgeTest {

    private static final int ROWS = 1_000_000;
    private static final Duration LONGEST = Duration.ofMillis(100);

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void of_a_million_requests_holds_no_lock_longer_than_100_ms(TestDatabase db) {
        Timed own = new Timed(db.dataSource());
        JdbcIdempotencyStore store = JdbcIdempotencyStore.on(own);
        store.schema().create(store.database());
        boolean postgresql = db.kind() == ServerKind.POSTGRESQL;
        String numbers = postgresql ? "generate_series(1, " + ROWS + ") as n(seq)" : "seq_1_to_" + ROWS;
        String text = postgresql ? "seq::text" : "cast(seq as char)";
        String answer = postgresql ? "'\\x0102'::bytea" : "x'0102'";
        db.execute("insert into safe4j_idempotency (scope, operation, request_key, series, token, attempt, lease_until,"
                + " completed_at, expires_at, kind, type, answer) select 'tenant', 'order', " + text
                + ", 1, 't', 1, '2020-01-01 00:00:00', '2020-01-01 00:00:00', '2020-01-02 00:00:00', 'RESULT', 't', "
                + answer + " from " + numbers);
        own.times.clear();
        int purged = 0;
        for (int step = 10_000; step == 10_000; purged += step) {
            step = store.purge(10_000);
        }
        long[] sorted = own.times.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%s: purge of %d in %d transactions: median %.1f ms, 99.9 %% %.1f ms, longest %.1f ms%n",
                db.kind(),
                purged,
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.999)] / 1e6,
                sorted[sorted.length - 1] / 1e6);
        assertThat(purged).isEqualTo(ROWS);
        assertThat(sorted.length).isGreaterThan(ROWS / 1_000);
        assertThat(Duration.ofNanos(Arrays.stream(sorted).max().orElseThrow())).isLessThan(LONGEST);
    }

    /** Tells how long each connection was out, which is longer than any lock that was held on it. */
    private static final class Timed extends DelegatingDataSource {

        private final Queue<Long> times = new ConcurrentLinkedQueue<>();

        Timed(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            long taken = System.nanoTime();
            InvocationHandler handler = (proxy, method, arguments) -> {
                if (method.getName().equals("close")) {
                    times.add(System.nanoTime() - taken);
                }
                try {
                    return method.invoke(connection, arguments);
                } catch (InvocationTargetException failure) {
                    throw failure.getCause();
                }
            };
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
        }
    }
}
