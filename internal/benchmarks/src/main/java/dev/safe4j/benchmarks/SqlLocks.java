package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.jdbc.lock.PostgresReleaseSignal;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The ways to hold a lock in PostgreSQL that are compared, all over one small pool. The first of each list is the raw limit. */
final class SqlLocks implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(10);

    /** More than the small pool that a lock store is to have; everybody has as many. */
    private static final int CONNECTIONS = 8;

    private final IntFunction<HikariDataSource> pools;
    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final HikariDataSource pool;

    /** Opens pools of so many connections as it needs, and closes them at the end. */
    SqlLocks(IntFunction<HikariDataSource> pools) {
        this.pools = pools;
        this.pool = opened(CONNECTIONS);
    }

    private HikariDataSource opened(int connections) {
        HikariDataSource opened = pools.apply(connections);
        ends.push(opened::close);
        return opened;
    }

    /** The tables of all ways. */
    static String[] tables() {
        return new String[] {
            RawSqlLock.TABLE,
            "create table shedlock (name varchar(64) primary key, lock_until timestamp not null,"
                    + " locked_at timestamp not null, locked_by varchar(255) not null)",
            "create table int_lock (lock_key char(36) not null, region varchar(100) not null, client_id char(36),"
                    + " created_date timestamp not null, expired_after timestamp not null,"
                    + " constraint int_lock_pk primary key (lock_key, region))"
        };
    }

    /** For locks that nobody else wants, of so many threads; where there are more than connections, the limit has as many, too. */
    List<LockWay.Named> free(int threads) {
        List<LockWay.Named> all = new ArrayList<>(free());
        if (threads > CONNECTIONS) {
            all.add(new LockWay.Named("raw, " + threads + " connections", new RawSqlLock(opened(threads))));
        }
        return all;
    }

    private List<LockWay.Named> free() {
        Locks together = locks(JdbcLockStore.on(pool));
        Locks forThemselves = locks(JdbcLockStore.builder(pool).together(0).build());
        return List.of(
                new LockWay.Named("raw limit: a fenced lease by JDBC", new RawSqlLock(pool)),
                new LockWay.Named("safe4j", trying(together)),
                new LockWay.Named("safe4j, one call at a time", trying(forThemselves)),
                new LockWay.Named("ShedLock, JdbcTemplate, usingDbTime", shedLock()),
                new LockWay.Named(
                        "Spring Integration, ON CONFLICT insert",
                        springIntegration(POLL).trying()));
    }

    /** For a lock that all threads of this JVM want. */
    List<LockWay.Named> hot() {
        return List.of(
                new LockWay.Named("raw limit: a fair queue, then JDBC", new RawSqlLock(pool).behindFairQueue()),
                new LockWay.Named("safe4j", waiting(locks(JdbcLockStore.on(pool)))),
                new LockWay.Named(
                        "safe4j, without cohorts",
                        waiting(closed(Locks.builder(JdbcLockStore.on(pool))
                                .withoutCohorts()
                                .build()))),
                new LockWay.Named("ShedLock, polled 10 ms", shedLock().polled(POLL)),
                new LockWay.Named(
                        "Spring Integration, idle 10 ms",
                        springIntegration(POLL).waiting()));
    }

    /** For a lock that all threads of several JVMs want. */
    List<LockWay.Named> hotInTwo() {
        PostgresReleaseSignal signal = new PostgresReleaseSignal(opened(1), "benchmark_lock");
        JdbcLockStore notifying =
                JdbcLockStore.builder(pool).notifying(signal.channel()).build();
        return List.of(
                new LockWay.Named(
                        "raw: a fair queue, then JDBC, polled 1 ms",
                        new RawSqlLock(pool).polled(Duration.ofMillis(1)).behindFairQueue()),
                new LockWay.Named(
                        "safe4j, NOTIFY",
                        waiting(closed(Locks.builder(notifying).signal(signal).build()))),
                new LockWay.Named("safe4j, polled", waiting(locks(JdbcLockStore.on(pool)))),
                new LockWay.Named("ShedLock, polled 10 ms", shedLock().polled(POLL)),
                new LockWay.Named(
                        "Spring Integration, idle 10 ms",
                        springIntegration(POLL).waiting()));
    }

    private Locks locks(JdbcLockStore store) {
        return closed(Locks.on(store));
    }

    private Locks closed(Locks locks) {
        ends.push(locks::close);
        return locks;
    }

    static LockWay trying(Locks locks) {
        return (key, body) -> {
            Optional<HeldLock> lock = locks.tryAcquire(key);
            if (lock.isEmpty()) {
                return false;
            }
            try (HeldLock held = lock.get()) {
                body.run(held.fence());
            }
            return true;
        };
    }

    static LockWay waiting(Locks locks) {
        Locks patient = locks.within(LockWay.LONG);
        return (key, body) -> {
            try (HeldLock held = patient.acquire(key)) {
                body.run(held.fence());
            }
            return true;
        };
    }

    private LockWay shedLock() {
        return shedLock(new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(new JdbcTemplate(pool))
                .usingDbTime()
                .build()));
    }

    static LockWay shedLock(LockProvider provider) {
        return (key, body) -> {
            Optional<SimpleLock> lock =
                    provider.lock(new LockConfiguration(Instant.now(), key, LockWay.LONG, Duration.ZERO));
            if (lock.isEmpty()) {
                return false;
            }
            try {
                body.run(0);
            } finally {
                lock.get().unlock();
            }
            return true;
        };
    }

    private LockWay.Registry springIntegration(Duration idle) {
        DefaultLockRepository repository = new DefaultLockRepository(pool);
        repository.setTransactionManager(new JdbcTransactionManager(pool));
        repository.setInsertQuery(repository.getInsertQuery() + " ON CONFLICT DO NOTHING");
        repository.afterPropertiesSet();
        repository.afterSingletonsInstantiated();
        repository.start();
        JdbcLockRegistry registry = new JdbcLockRegistry(repository);
        registry.setIdleBetweenTries(idle);
        ends.push(repository::close);
        return registry::obtain;
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
