package dev.safe4j.servers;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;

/** Servers from binaries, on loopback ports of this machine. */
final class EmbeddedServers {

    private static final String LOOPBACK = "127.0.0.1";

    private EmbeddedServers() {}

    /** As {@link #own}, except that H2 needs no process while nobody asks for durability. */
    static RunningServer shared(ServerKind kind, Profile profile) {
        return kind == ServerKind.H2 && profile == Profile.FAST ? h2InMemory() : own(kind, profile, List.of());
    }

    private static RunningServer h2InMemory() {
        SqlAccess access =
                new SqlAccess(JdbcUrl.inMemory(H2Flavour.IN_MEMORY, "admin").with("DB_CLOSE_DELAY=-1"), "sa", "");
        return new RunningSqlServer(
                identity(ServerKind.H2, Profile.FAST),
                new H2Flavour(access),
                new NoControl("H2 in memory has no process of its own: use LocalServers.start(H2, …)", () -> {}));
    }

    static RunningServer own(ServerKind kind, Profile profile, List<String> settings) {
        for (String setting : settings) {
            if (setting.indexOf('=') < 1) {
                throw new IllegalArgumentException("setting '" + setting + "' is not of the form name=value");
            }
        }
        return kind == ServerKind.REDIS ? redis(profile, settings) : sql(kind, profile, settings);
    }

    private static RunningServer redis(Profile profile, List<String> settings) {
        return redis(new RedisEngine(profile, settings), profile, settings);
    }

    /** Speaks Redis's protocol, so it is one of the servers. */
    static RedisServer sentinel(List<String> lines) {
        return redis(new SentinelEngine(lines), Profile.FAST, List.of());
    }

    private static RunningRedisServer redis(Engine engine, Profile profile, List<String> settings) {
        ProcessControl control =
                ProcessControl.start(ServerKind.REDIS, engine, port -> () -> answersPing(redisUri(port, settings)));
        URI uri = redisUri(control.port(), settings);
        return new RunningRedisServer(identity(ServerKind.REDIS, profile), uri, control);
    }

    static boolean answersPing(URI uri) throws Exception {
        try (RespClient client = new RespClient(uri)) {
            return "PONG".equals(client.call("PING"));
        }
    }

    private static URI redisUri(int port, List<String> settings) {
        String password = settings.stream()
                .filter(setting -> setting.startsWith("requirepass="))
                .map(setting -> ":" + setting.substring("requirepass=".length()) + "@")
                .findFirst()
                .orElse("");
        return URI.create("redis://" + password + LOOPBACK + ":" + port);
    }

    private static RunningServer sql(ServerKind kind, Profile profile, List<String> settings) {
        ProcessControl control = ProcessControl.start(
                kind, engine(kind, profile, settings), port -> probe(access(kind, profile, port, settings)));
        SqlAccess access = access(kind, profile, control.port(), settings);
        return new RunningSqlServer(identity(kind, profile), flavour(kind, access), control);
    }

    private static Callable<Boolean> probe(SqlAccess access) {
        return () -> {
            access.open(access.url()).close();
            return true;
        };
    }

    private static RunningServer.Identity identity(ServerKind kind, Profile profile) {
        return new RunningServer.Identity(kind, Way.EMBEDDED, profile);
    }

    private static Engine engine(ServerKind kind, Profile profile, List<String> settings) {
        return switch (kind) {
            case POSTGRESQL -> new PostgresEngine(profile, settings);
            case MARIADB -> new MariaDbEngine(profile, settings);
            case H2 -> new H2Engine();
            case REDIS -> new RedisEngine(profile, settings);
        };
    }

    static SqlFlavour flavour(ServerKind kind, SqlAccess access) {
        return switch (kind) {
            case POSTGRESQL -> new PostgresFlavour(access);
            case MARIADB -> new MariaDbFlavour(access);
            case H2 -> new H2Flavour(access);
            case REDIS -> throw new IllegalArgumentException("redis is not a SQL server");
        };
    }

    private static SqlAccess access(ServerKind kind, Profile profile, int port, List<String> settings) {
        return switch (kind) {
            case POSTGRESQL ->
                new SqlAccess(
                        JdbcUrl.of(PostgresFlavour.PREFIX, LOOPBACK, port, "postgres"), PostgresEngine.SUPERUSER, "");
            case MARIADB ->
                new SqlAccess(JdbcUrl.of(MariaDbFlavour.PREFIX, LOOPBACK, port, ""), MariaDbEngine.SUPERUSER, "");
            case H2 -> new SqlAccess(h2Url(profile, port, settings), H2Engine.SUPERUSER, "");
            case REDIS -> throw new IllegalArgumentException("redis is not a SQL server");
        };
    }

    /** H2 has its settings in the URL of each database. It stays open between connections: opening takes longest. */
    private static JdbcUrl h2Url(Profile profile, int port, List<String> settings) {
        return JdbcUrl.of(H2Flavour.SERVER, LOOPBACK, port, "./admin")
                .with("DB_CLOSE_DELAY=-1")
                .with(profile == Profile.DURABLE ? "WRITE_DELAY=0" : "")
                .with(String.join("&", settings));
    }
}
