package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A purge of a million requests holds no lock for long: hardly a transaction of it lasts longer than a tenth of a second, and hardly anybody
 * waits for that long who meanwhile asks for the very keys that it is about to delete, or for new ones between them. One in a hundred may
 * where other tests are at work beside it; alone none does, see docs/soak.md.
 */
@Tag("soak")
@Timeout(1_800)
class LongPurgeTest {

    private static final int ROWS = 1_000_000;
    /** What the neighbour may take of it for itself, so that a million is left to be deleted. */
    private static final int SPARE = 20_000;

    private static final int STEP = 1_000;
    private static final Duration LONG = Duration.ofMillis(100);
    private static final Duration TOO_LONG = Duration.ofSeconds(1);
    private static final Duration BOUND = Duration.ofMinutes(20);

    private final AtomicInteger purged = new AtomicInteger();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Queue<Long> waits = new ConcurrentLinkedQueue<>();

    @EachDatabase(profile = Profile.DURABLE)
    void of_a_million_requests_holds_no_lock_for_long(TestDatabase db) {
        Timed own = new Timed(db.dataSource());
        JdbcIdempotencyStore store = JdbcIdempotencyStore.on(own);
        store.schema().create(store.database());
        insert(db, ROWS + SPARE);
        JdbcIdempotencyStore neighbours = JdbcIdempotencyStore.on(db.newPool(1));
        neighbours.claim(wanted("before")); // connects, which is not measured
        own.times.clear();

        List<Callers.Result<Integer>> results =
                Callers.run(2, BOUND, caller -> caller == 0 ? () -> purge(store) : () -> askFor(neighbours));

        results.forEach(each -> assertThat(each.failure()).isNull());
        purged.addAndGet(store.purge(STEP)); // what the neighbour had locked
        long taken = count(db, "series > 1");
        long[] held = sorted(db.kind() + ": transactions of the purge", own.times);
        long[] waited = sorted(db.kind() + ": claims beside it, " + taken + " of what had expired", waits);
        assertThat(purged.get()).isGreaterThanOrEqualTo(ROWS).isEqualTo(ROWS + SPARE - taken);
        assertThat(count(db, "expires_at is not null")).isZero();
        assertThat(taken).as("keys that the purge wanted, too").isGreaterThan(100);
        assertThat(held.length).as("transactions").isGreaterThan(ROWS / 1_000);
        assertShort(held);
        assertShort(waited);
    }

    private static long count(TestDatabase db, String where) {
        Long count = db.value(Long.class, "select count(*) from safe4j_idempotency where " + where);
        return count == null ? 0 : count;
    }

    /** Those that expired first have the smallest keys, so that it is known what is deleted next. */
    private static void insert(TestDatabase db, int rows) {
        String numbers = switch (db.kind()) {
            case POSTGRESQL -> "generate_series(%d, %d) as n(seq)";
            case MARIADB -> "seq_%d_to_%d";
            default -> "(select x as seq from system_range(%d, %d))";
        };
        String expiry = switch (db.kind()) {
            case POSTGRESQL -> "timestamptz '2020-01-02 00:00:00Z' + seq * interval '1 microsecond'";
            case MARIADB -> "timestamp '2020-01-02 00:00:00' + interval seq microsecond";
            default -> "dateadd('MICROSECOND', seq, timestamp with time zone '2020-01-02 00:00:00Z')";
        };
        String text = db.kind() == ServerKind.MARIADB ? "char(7)" : "varchar(7)"; // a char of H2 has blanks at its end
        String answer = switch (db.kind()) {
            case POSTGRESQL -> "'\\x0102'::bytea";
            default -> "x'0102'";
        };
        for (int i = 0; i < rows; i += SPARE) {
            db.execute("insert into safe4j_idempotency (scope, operation, request_key, series, token, attempt,"
                    + " lease_until, completed_at, expires_at, kind, type, answer)"
                    + " select 'tenant', 'order', lpad(cast(seq as " + text
                    + "), 7, '0'), 1, 't', 1, '2020-01-01 00:00:00', '2020-01-01 00:00:00', "
                    + expiry + ", 'RESULT', 't', " + answer + " from " + String.format(numbers, i + 1, i + SPARE));
        }
    }

    private Integer purge(JdbcIdempotencyStore store) {
        try {
            for (int step = STEP; step == STEP; purged.addAndGet(step)) {
                step = store.purge(STEP);
            }
        } finally {
            isOver.set(true);
        }
        return purged.get();
    }

    /** Asks for keys where the purge is at work: by turns one that it is about to delete, and a new one beside that. */
    private Integer askFor(JdbcIdempotencyStore store) {
        Random random = new Random(5);
        int claims = 0;
        for (; !isOver.get(); claims++) {
            String key = String.format("%07d", Math.min(ROWS + SPARE, purged.get() + 1 + random.nextInt(STEP)));
            boolean isNew = claims % 2 == 1 || claims >= 2 * SPARE;
            Wanted wanted = wanted(isNew ? key + "-" + claims : key);
            long asked = System.nanoTime();
            boolean isOurs = store.claim(wanted) instanceof Granted;
            waits.add(System.nanoTime() - asked);
            assertThat(isOurs || !isNew).as("a new key is free").isTrue();
        }
        return claims;
    }

    private static Wanted wanted(String key) {
        return new Wanted(new RequestId("tenant", "order", key), "token" + key, null, Duration.ofHours(1), true);
    }

    private static void assertShort(long[] sorted) {
        assertThat(Duration.ofNanos(share(sorted, 0.99))).isLessThan(LONG);
        assertThat(Duration.ofNanos(share(sorted, 1))).isLessThan(TOO_LONG);
    }

    /** The nanoseconds that this share took at most. */
    private static long share(long[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }

    private static long[] sorted(String what, Queue<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%s: %d, median %.1f ms, 99 %% %.1f ms, 99.9 %% %.1f ms, longest %.1f ms%n",
                what,
                sorted.length,
                share(sorted, 0.5) / 1e6,
                share(sorted, 0.99) / 1e6,
                share(sorted, 0.999) / 1e6,
                share(sorted, 1) / 1e6);
        return sorted;
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
                try {
                    return method.invoke(connection, arguments);
                } catch (InvocationTargetException failure) {
                    throw failure.getCause();
                } finally {
                    if (method.getName().equals("close")) {
                        times.add(System.nanoTime() - taken);
                    }
                }
            };
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
        }
    }
}
