package dev.safe4j.servers;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A running Redis server. */
public interface RedisServer extends LocalServer {

    /** Such as {@code redis://127.0.0.1:21234}, as Redisson and Lettuce take it. */
    String uri();

    /** The same through a tap in front of this server. */
    String uriThrough(WireTap tap);

    /**
     * Runs one command on a connection of its own. The reply is a String, a Long, a List of replies, or null.
     *
     * @throws IllegalStateException with the server's text, if it answers with an error
     */
    @Nullable
    Object call(String... command);

    /** Makes this a replica of another server, and waits until it is in step. */
    default void follow(RedisServer master) {
        call("REPLICAOF", master.host(), String.valueOf(master.port()));
        Await.until(
                Duration.ofSeconds(30),
                "the replica is in step",
                () -> String.valueOf(call("INFO", "replication")).contains("master_link_status:up"));
    }

    /** How many changes of keys it has carried out since it last saved itself: those of no effect, which replicas get too, are among them. */
    default long writes() {
        return String.valueOf(call("INFO", "persistence"))
                .lines()
                .filter(line -> line.startsWith("rdb_changes_since_last_save:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .findFirst()
                .orElseThrow();
    }

    /** A key prefix of its own on this server, for one test. */
    TestRedis newTestRedis();
}
