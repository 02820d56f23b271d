package dev.safe4j.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.lock.RedisLockStore;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisCluster;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.contract.Part;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** All kinds of locks that are compared, each with two processes over one state. */
final class LockColumns implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final Set<Part> SHED_LOCK =
            EnumSet.of(Part.NUMBERS, Part.BLOCKS, Part.HOLDER, Part.TOKENS, Part.MARKS, Part.LATENESS, Part.BATCHES);
    private static final Set<Part> SPRING = EnumSet.of(
            Part.NUMBERS, Part.BLOCKS, Part.HOLDER, Part.TOKENS, Part.MARKS, Part.MINIMUM_HOLD, Part.BATCHES);
    private static final Set<Part> REDISSON = EnumSet.complementOf(EnumSet.of(Part.LATENESS));
    private static final Set<Part> FENCED = EnumSet.complementOf(EnumSet.of(Part.LATENESS, Part.NUMBERS));

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final Map<ServerKind, TestDatabase> databases = new EnumMap<>(ServerKind.class);
    private final List<RedissonClient> redisson;
    private final List<RedissonClient> cluster;
    private final List<LettuceConnectionFactory> lettuce;

    LockColumns() {
        Map<ServerKind, String> times = Map.of(
                ServerKind.POSTGRESQL, "timestamp", ServerKind.MARIADB, "datetime(6)", ServerKind.H2, "timestamp");
        times.forEach((kind, time) -> {
            TestDatabase database = LocalServers.sql(kind).newDatabase();
            ends.push(database::close);
            database.execute(Peers.tables(time));
            JdbcLockStore.on(database.dataSource()).schema().create(Database.of(database.dataSource()));
            databases.put(kind, database);
        });
        RedisServer redis = LocalServers.startRedis(Profile.FAST);
        ends.push(redis::close);
        RedisCluster masters = LocalServers.startRedisCluster(Profile.FAST, 3, 0);
        ends.push(masters::close);
        redisson = two(i -> open(config -> config.useSingleServer().setAddress(redis.uri())));
        cluster = two(i -> open(config ->
                config.useClusterServers().addNodeAddress(masters.uris().toArray(String[]::new))));
        lettuce = two(i -> connect(URI.create(redis.uri())));
    }

    private static <T> List<T> two(IntFunction<T> make) {
        return IntStream.range(0, 2).mapToObj(make).toList();
    }

    private RedissonClient open(java.util.function.Consumer<Config> server) {
        Config config = new Config();
        server.accept(config);
        RedissonClient client = Redisson.create(config);
        ends.push(client::shutdown);
        return client;
    }

    private LettuceConnectionFactory connect(URI where) {
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration(where.getHost(), where.getPort()));
        factory.afterPropertiesSet();
        factory.start();
        ends.push(factory::destroy);
        return factory;
    }

    List<LockColumn> all() {
        return Stream.of(ours(), shedLock(), springIntegration(), redisson())
                .flatMap(List::stream)
                .toList();
    }

    private List<LockColumn> ours() {
        MemoryLockStore memory = new MemoryLockStore();
        return List.of(
                ours("memory", true, i -> memory),
                ours("PostgreSQL", true, sql(ServerKind.POSTGRESQL, NotifyingStore::on)),
                ours("MariaDB", false, sql(ServerKind.MARIADB, JdbcLockStore::on)),
                ours("H2", false, sql(ServerKind.H2, JdbcLockStore::on)),
                ours("Redis", true, i -> RedisLockStore.on(RedisClients.redisson(redisson.get(i)))),
                ours("Redis cluster", true, i -> RedisLockStore.on(RedisClients.redisson(cluster.get(i)))));
    }

    private static LockColumn ours(String name, boolean signals, IntFunction<LockStore> open) {
        return new LockColumn(LockColumn.OURS, name, Set.of(), LockStore.LONGEST_KEY, signals, open);
    }

    private List<LockColumn> shedLock() {
        BiFunction<String, IntFunction<PeerStore.Peer>, LockColumn> column =
                (name, peer) -> peer("ShedLock", name, SHED_LOCK, peer);
        LockColumn postgres =
                column.apply("PostgreSQL", sql(ServerKind.POSTGRESQL, pool -> Peers.shedLock(Peers.shedLock(pool))));
        LockColumn mariadb =
                column.apply("MariaDB", sql(ServerKind.MARIADB, pool -> Peers.shedLock(Peers.shedLock(pool))));
        return List.of(
                named64(postgres),
                named64(mariadb),
                column.apply("Redis", i -> Peers.shedLock(Peers.shedLock(lettuce.get(i), false))),
                column.apply("Redis, safeUpdate", i -> Peers.shedLock(Peers.shedLock(lettuce.get(i), true))));
    }

    /** The names of its documented table are that long. */
    private static LockColumn named64(LockColumn column) {
        return new LockColumn(column.library(), column.name(), column.without(), 64, false, column.open());
    }

    private List<LockColumn> springIntegration() {
        BiFunction<String, IntFunction<PeerStore.Peer>, LockColumn> column =
                (name, peer) -> peer("Spring Integration", name, SPRING, peer);
        return List.of(
                column.apply("PostgreSQL", sql(ServerKind.POSTGRESQL, pool -> Peers.springIntegration(pool, true))),
                column.apply("MariaDB", sql(ServerKind.MARIADB, pool -> Peers.springIntegration(pool, false))),
                column.apply("Redis", i -> Peers.springIntegration(lettuce.get(i))));
    }

    private List<LockColumn> redisson() {
        return List.of(
                peer("Redisson", "RLock", REDISSON, i -> Peers.redisson(redisson.get(i)::getLock)),
                peer("Redisson", "RFencedLock", FENCED, i -> Peers.redisson(redisson.get(i)::getFencedLock)));
    }

    private static LockColumn peer(String library, String name, Set<Part> without, IntFunction<PeerStore.Peer> peer) {
        AtomicLong grants = new AtomicLong(1);
        return new LockColumn(
                library, name, without, LockStore.LONGEST_KEY, false, i -> new PeerStore(peer.apply(i), grants));
    }

    /** Each process has a pool of its own. */
    private <T> IntFunction<T> sql(ServerKind kind, Function<HikariDataSource, T> make) {
        TestDatabase database = databases.get(kind);
        List<HikariDataSource> pools = two(i -> database.newPool(CONNECTIONS));
        return i -> make.apply(pools.get(i));
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
