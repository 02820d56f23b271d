package dev.safe4j.benchmarks;

import dev.safe4j.lock.Locks;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.lock.RedisLockStore;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;

/** The ways to hold a lock in Redis that are compared. The first of each list is the raw limit. */
final class RedisLocks implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(10);

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final RedissonClient redisson;
    private final LettuceConnectionFactory lettuce;
    private final StatefulRedisConnection<String, String> raw;

    RedisLocks(String uri) {
        RedisConnections clients = new RedisConnections(uri);
        ends.push(clients::close);
        redisson = clients.redisson();
        lettuce = clients.springData();
        raw = clients.lettuce();
    }

    /** For locks that nobody else wants, through Redisson. */
    List<LockWay.Named> freeByRedisson() {
        RawScripts scripts = RawScripts.by(redisson);
        return List.of(
                new LockWay.Named("raw limit: our scripts by RScript", RawRedisLock.ours(scripts)),
                new LockWay.Named("raw: the least scripts by RScript", RawRedisLock.least(scripts)),
                new LockWay.Named("safe4j", SqlLocks.trying(locks(RedisClients.redisson(redisson)))),
                new LockWay.Named("Redisson RLock", redisson(redisson::getLock, Duration.ZERO)),
                new LockWay.Named("Redisson RLock, watchdog", watched()));
    }

    /** For locks that nobody else wants, through Lettuce. */
    List<LockWay.Named> freeByLettuce() {
        RawScripts scripts = RawScripts.by(raw);
        return List.of(
                new LockWay.Named("raw limit: our scripts by Lettuce", RawRedisLock.ours(scripts)),
                new LockWay.Named("raw: the least scripts by Lettuce", RawRedisLock.least(scripts)),
                new LockWay.Named("safe4j", SqlLocks.trying(locks(RedisClients.springData(lettuce)))),
                new LockWay.Named(
                        "Spring Integration",
                        springIntegration(RedisLockType.SPIN_LOCK).trying()),
                new LockWay.Named("ShedLock", shedLock(false)),
                new LockWay.Named("ShedLock, safeUpdate", shedLock(true)));
    }

    /** For a lock that all threads want. */
    List<LockWay.Named> hot(LockWay.Named first) {
        return List.of(
                first,
                new LockWay.Named("safe4j, Redisson", SqlLocks.waiting(signalled(RedisClients.redisson(redisson)))),
                new LockWay.Named("safe4j, Lettuce", SqlLocks.waiting(signalled(RedisClients.springData(lettuce)))),
                new LockWay.Named("Redisson RLock", redisson(redisson::getLock, LockWay.LONG)),
                new LockWay.Named("Redisson fair lock", redisson(redisson::getFairLock, LockWay.LONG)),
                new LockWay.Named(
                        "Spring Integration, spin (default)",
                        springIntegration(RedisLockType.SPIN_LOCK).waiting()),
                new LockWay.Named(
                        "Spring Integration, pub/sub",
                        springIntegration(RedisLockType.PUB_SUB_LOCK).waiting()),
                new LockWay.Named("ShedLock, polled 10 ms", shedLock(false).polled(POLL)));
    }

    /** For all threads of one JVM. */
    LockWay.Named rawQueue() {
        return new LockWay.Named(
                "raw limit: a fair queue, then our scripts by Lettuce",
                RawRedisLock.ours(RawScripts.by(raw)).behindFairQueue());
    }

    /** For all threads of several JVMs. */
    LockWay.Named rawPolledQueue() {
        return new LockWay.Named(
                "raw: a fair queue, then our scripts by Lettuce, polled 1 ms",
                RawRedisLock.ours(RawScripts.by(raw))
                        .polled(Duration.ofMillis(1))
                        .behindFairQueue());
    }

    private Locks locks(RedisClient client) {
        return closed(Locks.on(RedisLockStore.on(client)));
    }

    private Locks signalled(RedisClient client) {
        RedisLockStore store = RedisLockStore.on(client);
        return closed(Locks.builder(store).signal(store).build());
    }

    private Locks closed(Locks locks) {
        ends.push(locks::close);
        return locks;
    }

    private interface Redissons {
        RLock get(String key);
    }

    private static LockWay redisson(Redissons locks, Duration wait) {
        return (key, body) -> {
            RLock lock = locks.get("rlock-" + key);
            return lock.tryLock(wait.toMillis(), LockWay.LONG.toMillis(), TimeUnit.MILLISECONDS)
                    && releasing(lock, body);
        };
    }

    private LockWay watched() {
        return (key, body) -> {
            RLock lock = redisson.getLock("rlock-" + key);
            return lock.tryLock() && releasing(lock, body);
        };
    }

    private static boolean releasing(RLock lock, LockWay.Body body) {
        try {
            body.run(0);
        } finally {
            lock.unlock();
        }
        return true;
    }

    private LockWay.Registry springIntegration(RedisLockType type) {
        RedisLockRegistry registry = new RedisLockRegistry(lettuce, "si-" + type);
        registry.setRedisLockType(type);
        ends.push(registry::destroy);
        return registry::obtain;
    }

    private LockWay shedLock(boolean safeUpdate) {
        return SqlLocks.shedLock(new RedisLockProvider.Builder(lettuce)
                .environment("shedlock-" + safeUpdate)
                .safeUpdate(safeUpdate)
                .build());
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
