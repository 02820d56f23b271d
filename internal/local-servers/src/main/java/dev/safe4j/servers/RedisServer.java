package dev.safe4j.servers;

/** A running Redis server. */
public interface RedisServer extends LocalServer {

    /** Such as {@code redis://127.0.0.1:21234}, as Redisson and Lettuce take it. */
    String uri();

    /** The same through a tap in front of this server. */
    String uriThrough(WireTap tap);

    /** A key prefix of its own on this server, for one test. */
    TestRedis newTestRedis();
}
