package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.lock.RedisLockStore;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.redisson.Redisson;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What it takes to keep leases alive, counted on the wire. */
final class LockRenewalsCase implements BenchmarkCase {

    private static final int LEASES = 1_000;
    private static final int THIRDS = 3;
    private static final Duration SHORTEST = Duration.ofMillis(1_500);

    @Override
    public String name() {
        return "lock-renewals";
    }

    @Override
    public String about() {
        return "1,000 locks are held by one thread and kept alive; a period is a third of a lease. Target: at most 2 statements a period.";
    }

    /** Holds them all while the time is measured, and says whether they are held then. */
    private interface Holding {
        boolean allHeld();
    }

    @Override
    public Result run(Settings settings, Servers servers) {
        Duration wanted = settings.round().multipliedBy(2);
        Duration lease = wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
        List<Row> rows = new ArrayList<>();
        try (TestDatabase db = servers.postgresql().newDatabase();
                WireTap tap = WireTap.to(db.server())) {
            LockTable.prepare(db);
            HikariDataSource pool = Pools.open(db, db.urlThrough(tap), 2);
            rows.add(safe4j("postgresql", "safe4j", JdbcLockStore.on(pool), new Watch(tap, lease)));
        }
        RedisServer redis = servers.redis();
        try (WireTap tap = WireTap.to(redis)) {
            Watch watch = new Watch(tap, lease);
            rows.addAll(byRedisson(redis.uriThrough(tap), watch));
            rows.add(byLettuce(URI.create(redis.uriThrough(tap)), watch));
        }
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("leaseMillis", lease.toMillis());
        about.put("redis", Servers.version(redis));
        return new Result(about, rows);
    }

    private List<Row> byRedisson(String uri, Watch watch) {
        Config config = new Config().setLockWatchdogTimeout(watch.lease.toMillis());
        config.useSingleServer()
                .setAddress(uri)
                .setConnectionMinimumIdleSize(1)
                .setPingConnectionInterval(0); // which would be counted, too
        RedissonClient client = Redisson.create(config);
        try {
            Row ours = safe4j("redis", "safe4j, Redisson", RedisLockStore.on(RedisClients.redisson(client)), watch);
            List<RLock> locks = new ArrayList<>();
            for (int i = 0; i < LEASES; i++) {
                locks.add(client.getLock("rlock-" + i));
            }
            locks.forEach(RLock::lock);
            Holding all = () -> locks.stream().allMatch(RLock::isHeldByCurrentThread);
            Row theirs = row("redis", "Redisson RLock, watchdog", watch, all);
            locks.forEach(RLock::unlock);
            return List.of(ours, theirs);
        } finally {
            client.shutdown();
        }
    }

    private Row byLettuce(URI uri, Watch watch) {
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration(uri.getHost(), uri.getPort()));
        factory.afterPropertiesSet();
        factory.start();
        try {
            RedisLockStore store =
                    RedisLockStore.on(RedisClients.springData(factory)).prefix("by-lettuce:");
            return safe4j("redis", "safe4j, Lettuce", store, watch);
        } finally {
            factory.destroy();
        }
    }

    private Row safe4j(String variant, String subject, LockStore store, Watch watch) {
        try (Locks locks = Locks.on(store).lease(watch.lease)) {
            List<HeldLock> held = new ArrayList<>();
            for (int i = 0; i < LEASES; i++) {
                held.add(locks.acquire("lease-" + i));
            }
            Row row = row(variant, subject, watch, () -> held.stream().allMatch(HeldLock::isHeld));
            held.forEach(HeldLock::close);
            return row;
        }
    }

    private Row row(String variant, String subject, Watch watch, Holding holding) {
        Progress.say(name() + ", " + subject);
        Figures.Kept kept = watch.watched();
        if (!holding.allHeld()) {
            throw new IllegalStateException("'" + subject + "' has lost leases.");
        }
        double perSecond = LEASES * THIRDS * 1_000.0 / watch.lease.toMillis();
        return new Row(
                new Row.Key(name(), variant, subject),
                Math.round(LEASES * kept.periods()),
                Spread.of(perSecond),
                1,
                kept);
    }

    /**
     * Counts for three leases, after a period that does not count.
     *
     * @param tap counts
     * @param lease how long one is
     */
    private record Watch(WireTap tap, Duration lease) {

        Figures.Kept watched() {
            long period = lease.toNanos() / THIRDS;
            pause(period);
            tap.reset();
            long began = System.nanoTime();
            pause(THIRDS * THIRDS * period);
            double periods = (System.nanoTime() - began) / (double) period;
            return new Figures.Kept(LEASES, periods, tap.roundTrips() / periods);
        }

        private static void pause(long nanos) {
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }
    }
}
