package dev.safe4j.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An own Redis master, its replica, and three Sentinels that make the replica the master when the master is away for a second. All
 * embedded, on loopback. Each can be killed, paused and restarted by itself; {@link #close} ends all.
 */
public final class RedisSentinels implements AutoCloseable {

    /** How the Sentinels call the master. */
    public static final String MASTER_NAME = "sweets";

    private static final int SENTINELS = 3;
    private static final int QUORUM = 2;
    private static final Duration FORMING = Duration.ofSeconds(30);

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    /** As {@link LocalServers#startRedisSentinels}. */
    static RedisSentinels start(Profile profile) {
        RedisSentinels all = new RedisSentinels();
        try {
            all.servers.add(LocalServers.startRedis(profile, "repl-diskless-sync-delay=0"));
            all.servers.add(LocalServers.startRedis(profile, "repl-diskless-sync-delay=0"));
            all.form();
            return all;
        } catch (RuntimeException | AssertionError failure) {
            all.close();
            throw failure;
        }
    }

    private void form() {
        RedisServer master = master();
        replica().follow(master);
        String watched = "sentinel monitor " + MASTER_NAME + " " + master.host() + " " + master.port() + " " + QUORUM;
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(EmbeddedServers.sentinel(List.of(
                    watched,
                    "sentinel down-after-milliseconds " + MASTER_NAME + " 1000",
                    "sentinel failover-timeout " + MASTER_NAME + " 5000")));
        }
        for (RedisServer each : sentinels) {
            Await.until(FORMING, each + " knows the others and the replica", () -> knowsAll(each));
        }
    }

    private static boolean knowsAll(RedisServer sentinel) {
        String about = text(sentinel, "SENTINEL", "MASTER", MASTER_NAME);
        return about.contains("num-slaves, 1,") && about.contains("num-other-sentinels, " + (SENTINELS - 1) + ",");
    }

    private static String text(RedisServer server, String... command) {
        return String.valueOf(server.call(command));
    }

    /** The master at the start; the replica may have taken over since. */
    public RedisServer master() {
        return servers.get(0);
    }

    /** The replica at the start. */
    public RedisServer replica() {
        return servers.get(1);
    }

    /** Those that watch. */
    public List<RedisServer> sentinels() {
        return List.copyOf(sentinels);
    }

    /** The Sentinels as Redisson takes them. */
    public List<String> uris() {
        return sentinels.stream().map(RedisServer::uri).toList();
    }

    /** Whether that Sentinel tells clients that this server is the master. */
    public boolean isNamedMaster(RedisServer server, RedisServer sentinel) {
        Object told = Objects.requireNonNull(sentinel.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME));
        return told.equals(List.of(server.host(), String.valueOf(server.port())));
    }

    /** Kills the master, and waits until every Sentinel names the replica. */
    public void failOver() {
        master().kill();
        for (RedisServer each : sentinels) {
            Await.until(FORMING, each + " names the replica", () -> isNamedMaster(replica(), each));
        }
        Await.until(
                FORMING,
                "the replica is a master",
                () -> text(replica(), "INFO", "replication").contains("role:master"));
    }

    @Override
    public void close() {
        Stream.of(sentinels, servers).flatMap(List::stream).forEach(RedisServer::close);
    }
}
