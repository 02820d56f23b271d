package dev.safe4j.faults;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.servers.LocalServer;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.WireTap;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a run takes place: a durable server, with tables or a prefix of the run's own.
 *
 * @param server the server
 * @param database of the run; null on Redis
 * @param redis of the run; null on a database
 * @param owned whether the server is the run's own
 */
record Stage(
        LocalServer server,
        @Nullable TestDatabase database,
        @Nullable TestRedis redis,
        boolean owned) implements AutoCloseable {

    private static final int KEYS = 5;

    /** On a server that is shared with other runs. */
    static Stage on(ServerKind kind) {
        return of(
                kind == ServerKind.REDIS
                        ? LocalServers.redis(Profile.DURABLE)
                        : LocalServers.sql(kind, Profile.DURABLE),
                false);
    }

    /** On a server of the run's own, to be killed. */
    static Stage alone(ServerKind kind) {
        return of(
                kind == ServerKind.REDIS
                        ? LocalServers.startRedis(Profile.DURABLE)
                        : LocalServers.start(kind, Profile.DURABLE),
                true);
    }

    private static Stage of(LocalServer server, boolean owned) {
        server.assertDurable(); // on the fast profile a kill proves nothing
        if (server instanceof SqlServer sql) {
            TestDatabase database = sql.newDatabase();
            JdbcLockStore.on(database.dataSource()).schema().create(Database.of(database.dataSource()));
            List<String> keys = IntStream.range(0, KEYS).mapToObj(i -> "k" + i).toList();
            database.execute(FencedTable.tables(database.url(), keys).toArray(String[]::new));
            return new Stage(server, database, null, owned);
        }
        return new Stage(server, null, ((RedisServer) server).newTestRedis(), owned);
    }

    Task task() {
        return database == null
                ? Task.onRedis(redis().uri(), redis().prefix())
                : Task.onDatabase(database.url(), database.username(), database.password());
    }

    /** The same through a tap, to which no request is sent without its text. */
    Task taskThrough(WireTap tap) {
        if (database == null) {
            return task().with("where", redis().server().uriThrough(tap));
        }
        String url = database.urlThrough(tap);
        String plain = url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
        return task().with("where", server.kind() == ServerKind.POSTGRESQL ? plain : url);
    }

    /** What stands in the requests of each kind, in small letters: acquires, renewals, releases, writes, commits. */
    List<String> requests() {
        return database == null
                ? List.of("evalsha")
                : List.of("acquired_at", "set lease_until", "token = null", "fenced_log", "commit");
    }

    public TestRedis redis() {
        return java.util.Objects.requireNonNull(redis);
    }

    /** Whether what was noted can have been, by the models and by the resource's own log. */
    Judge judge(Crew crew) {
        Judge judge = new Judge(crew.notes());
        System.out.println(server + ": " + judge + "; " + crew.counts());
        crew.sayings("FAILURE").stream().distinct().forEach(System.out::println);
        judge.assertExplained();
        if (database != null) {
            FencedLog.check(database, crew.notes());
        }
        return judge;
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
        if (redis != null) {
            redis.close();
        }
        if (owned) {
            server.close();
        }
    }
}
