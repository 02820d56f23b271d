package dev.safe4j.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.lock.QuorumLockStore;
import dev.safe4j.redis.lock.RedisLockStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The locks and the resource of a worker, open.
 *
 * @param locks over the store of the task
 * @param store the store, watched
 * @param resource what they protect
 * @param begin is called when the work begins
 * @param ends closes what is below both
 */
record Site(Locks locks, WatchedStore store, Resource resource, Runnable begin, List<Runnable> ends)
        implements AutoCloseable {

    private static final int OWN_CONNECTIONS = 3;
    static final Duration FIRST_CONNECTION = Duration.ofSeconds(30);
    /** Of a quorum's server, so that one that is down costs little. */
    private static final Duration NODE_TIMEOUT = Duration.ofMillis(150);

    static Site open(Task task) {
        return switch (task.text("store")) {
            case "jdbc" -> onDatabase(task);
            case "redis" -> onRedis(task);
            case "cluster" -> onCluster(task);
            case "quorum" -> onQuorum(task);
            default -> throw new IllegalArgumentException("there is no store '" + task.text("store") + "'");
        };
    }

    private static Site onDatabase(Task task) {
        if (task.text("where").startsWith("jdbc:h2")) {
            // HikariCP does not know H2's codes for a broken connection: it has to look before it hands one out.
            System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "0");
        }
        HikariDataSource own = pool(task, "locks", OWN_CONNECTIONS);
        HikariDataSource work = pool(task, "work", Math.min(8, task.number("threads", 1)));
        Site site = over(task, JdbcLockStore.on(own), new FencedTable(work), List.of(own::close));
        return task.has("exhausted") ? site.exhausting(own, task.millis("exhausted", 1)) : site;
    }

    /** A pool that has connected once: that loads the driver and begins threads, for which its own time is too short on a busy machine. */
    static HikariDataSource pool(Task task, String name, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(task.text("where"));
        config.setUsername(task.text("user"));
        config.setPassword(task.text("password"));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(FIRST_CONNECTION.toMillis());
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        try {
            pool.getConnection().close();
        } catch (SQLException failure) {
            pool.close();
            throw new IllegalStateException("a worker cannot connect to " + task.text("where"), failure);
        }
        pool.setConnectionTimeout(task.millis("connection", 2_000).toMillis());
        return pool;
    }

    private static Site onRedis(Task task) {
        OpenRedis redis = client(task, task.text("where"), task.millis("answer", 300));
        return over(
                task, RedisLockStore.on(redis.client()).prefix(task.text("prefix")), values(task, redis), List.of());
    }

    private static Site onCluster(Task task) {
        OpenRedis redis = OpenRedis.cluster(task.texts("where"), task.millis("answer", 300));
        RedisLockStore store = RedisLockStore.on(redis.client()).prefix(task.text("prefix"));
        return over(task, store, valuesBeside(task), List.of(redis::close));
    }

    private static Site onQuorum(Task task) {
        List<RedisLockStore> nodes = new ArrayList<>();
        List<Runnable> ends = new ArrayList<>();
        for (String uri : task.texts("where")) {
            OpenRedis redis = OpenRedis.lettuce(uri, NODE_TIMEOUT);
            nodes.add(RedisLockStore.on(redis.client())
                    .prefix(task.text("prefix"))
                    .named("node " + nodes.size()));
            ends.add(redis::close);
        }
        return over(task, new QuorumLockStore("quorum", nodes), valuesBeside(task), ends);
    }

    private static Resource valuesBeside(Task task) {
        return values(task, client(task, task.text("resource"), task.millis("answer", 300)));
    }

    private static Resource values(Task task, OpenRedis redis) {
        return new FencedValues(redis, task.text("prefix"));
    }

    private static OpenRedis client(Task task, String uri, Duration timeout) {
        return task.has("lettuce") ? OpenRedis.lettuce(uri, timeout) : OpenRedis.redisson(uri, timeout);
    }

    private static Site over(Task task, LockStore store, Resource resource, List<Runnable> ends) {
        WatchedStore watched = new WatchedStore(store);
        Locks locks = Locks.builder(watched)
                .owner(task.text("name"))
                .build()
                .lease(task.millis("lease", 600))
                .within(task.millis("wait", 5_000));
        return new Site(locks, watched, resource, () -> {}, ends);
    }

    /** The same, with all connections of the locks in other hands for so long every now and then, once the work has begun. */
    private Site exhausting(HikariDataSource own, Duration time) {
        Exhaustion exhaustion = new Exhaustion(own, OWN_CONNECTIONS, time);
        return new Site(locks, store, resource, exhaustion::start, List.of(exhaustion::close, own::close));
    }

    @Override
    public void close() {
        locks.close();
        store.close();
        resource.close();
        ends.forEach(Runnable::run);
    }
}
