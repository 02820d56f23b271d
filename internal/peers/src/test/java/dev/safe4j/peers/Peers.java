package dev.safe4j.peers;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RFencedLock;
import org.redisson.api.RLock;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.RenewableLockRegistry;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The libraries, set up as their documentation says. */
final class Peers {

    /** The tables of ShedLock and Spring Integration, as documented; the type of a time differs. */
    static String[] tables(String time) {
        return new String[] {
            "create table shedlock (name varchar(64) not null, lock_until " + time + " not null, locked_at " + time
                    + " not null, locked_by varchar(255) not null, primary key (name))",
            "create table INT_LOCK (LOCK_KEY char(36) not null, REGION varchar(100) not null, CLIENT_ID char(36),"
                    + " CREATED_DATE " + time + " not null, EXPIRED_AFTER " + time
                    + " not null, constraint INT_LOCK_PK primary key (LOCK_KEY, REGION))"
        };
    }

    private Peers() {}

    static JdbcTemplateLockProvider shedLock(DataSource pool) {
        return new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(new JdbcTemplate(pool))
                .usingDbTime()
                .build());
    }

    static RedisLockProvider shedLock(RedisConnectionFactory redis, boolean isSafe) {
        return new RedisLockProvider.Builder(redis)
                .environment("peers-" + isSafe)
                .safeUpdate(isSafe)
                .build();
    }

    static PeerStore.Peer shedLock(LockProvider provider) {
        return (key, lease) -> provider.lock(new LockConfiguration(Instant.now(), key, lease, Duration.ZERO))
                .map(ShedLockHandle::new);
    }

    private static final class ShedLockHandle implements PeerStore.Handle {

        private SimpleLock lock;

        ShedLockHandle(SimpleLock lock) {
            this.lock = lock;
        }

        @Override
        public boolean renew(Duration lease) {
            return extended(lease, Duration.ZERO);
        }

        private boolean extended(Duration most, Duration least) {
            try {
                Optional<SimpleLock> extended = lock.extend(most, least);
                extended.ifPresent(longer -> lock = longer);
                return extended.isPresent();
            } catch (IllegalStateException released) {
                return false;
            }
        }

        @Override
        public boolean release(Duration keepFor) {
            if (!keepFor.isZero() && !extended(keepFor, keepFor)) {
                return false;
            }
            try {
                lock.unlock();
                return true;
            } catch (IllegalStateException released) {
                return false;
            }
        }
    }

    static PeerStore.Peer springIntegration(DataSource pool, boolean isPostgres) {
        DefaultLockRepository repository = repository(pool, isPostgres);
        return new ThreadLocks(new Registry(new JdbcLockRegistry(repository)), repository::close);
    }

    /** With the insert that its documentation recommends for PostgreSQL, if so. */
    static DefaultLockRepository repository(DataSource pool, boolean isPostgres) {
        DefaultLockRepository repository = new DefaultLockRepository(pool);
        repository.setTransactionManager(new JdbcTransactionManager(pool));
        if (isPostgres) {
            repository.setInsertQuery(repository.getInsertQuery() + " ON CONFLICT DO NOTHING");
        }
        repository.afterPropertiesSet();
        repository.afterSingletonsInstantiated();
        repository.start();
        return repository;
    }

    static PeerStore.Peer springIntegration(RedisConnectionFactory redis) {
        RedisLockRegistry registry = new RedisLockRegistry(redis, "peers-integration");
        return new ThreadLocks(new Registry(registry), registry::destroy);
    }

    private record Registry(RenewableLockRegistry<DistributedLock> registry) implements ThreadLocks.Calls {

        @Override
        public @Nullable Long tryLock(String key, Duration lease) throws InterruptedException {
            return registry.obtain(key).tryLock(Duration.ZERO, lease) ? 0L : null;
        }

        @Override
        public void renew(String key, Duration lease) {
            registry.renewLock(key, lease);
        }

        @Override
        public void unlock(String key) {
            registry.obtain(key).unlock();
        }
    }

    static PeerStore.Peer redisson(Function<String, RLock> locks) {
        return new ThreadLocks(new Redissons(locks), () -> {});
    }

    private record Redissons(Function<String, RLock> locks) implements ThreadLocks.Calls {

        @Override
        public @Nullable Long tryLock(String key, Duration lease) throws InterruptedException {
            RLock lock = locks.apply(key);
            if (lock instanceof RFencedLock fenced) {
                return fenced.tryLockAndGetToken(0, lease.toMillis(), TimeUnit.MILLISECONDS);
            }
            return lock.tryLock(0, lease.toMillis(), TimeUnit.MILLISECONDS) ? 0L : null;
        }

        @Override
        public void renew(String key, Duration lease) {
            throw new UnsupportedOperationException("a lock of Redisson has no renewal that can be asked for");
        }

        @Override
        public void unlock(String key) {
            locks.apply(key).unlock();
        }
    }
}
