package dev.safe4j.servers;

import java.util.List;

/**
 * The servers of this JVM. The shared ones are started on first use and end with the JVM; where they come from is
 * decided by the system property {@code safe4j.servers}: external (named by {@code safe4j.postgresql.url},
 * {@code .username}, {@code .password}, the same for {@code mariadb}, and {@code safe4j.redis.uri}), docker, embedded,
 * or auto, which takes the first of these that can be had. An own server is always embedded, so that it can be killed.
 */
public final class LocalServers {

    private LocalServers() {}

    /** The shared PostgreSQL, {@link Profile#FAST}. */
    public static SqlServer postgresql() {
        return sql(ServerKind.POSTGRESQL);
    }

    /** The shared MariaDB, {@link Profile#FAST}. */
    public static SqlServer mariadb() {
        return sql(ServerKind.MARIADB);
    }

    /** H2 in the memory of this JVM. */
    public static SqlServer h2() {
        return sql(ServerKind.H2);
    }

    /** The shared server of that kind, {@link Profile#FAST}. */
    public static SqlServer sql(ServerKind kind) {
        return sql(kind, Profile.FAST);
    }

    /** The shared server of that kind and profile. A durable H2 is a process with its databases in files. */
    public static SqlServer sql(ServerKind kind, Profile profile) {
        requireSql(kind);
        return SharedServers.sql(kind, profile);
    }

    /** The shared Redis, {@link Profile#FAST}. */
    public static RedisServer redis() {
        return redis(Profile.FAST);
    }

    /** The shared Redis of that profile. */
    public static RedisServer redis(Profile profile) {
        return SharedServers.redis(profile);
    }

    /**
     * Has the next one who asks for a shared server of that kind try again, if the last one got none: without it, what failed once
     * is not tried again in this JVM. One that has died is started anew in any case.
     */
    public static void tryAgain(ServerKind kind) {
        SharedServers.tryAgain(kind);
    }

    /**
     * Starts an embedded server for the caller alone, who may kill it and must close it. H2 is a JVM of its own.
     *
     * @param settings of the server, as {@code name=value}, such as {@code deadlock_timeout=20ms}; they win over ours
     */
    public static SqlServer start(ServerKind kind, Profile profile, String... settings) {
        requireSql(kind);
        return (SqlServer) EmbeddedServers.own(kind, profile, List.of(settings));
    }

    /**
     * Starts an embedded Redis for the caller alone, who may kill it and must close it.
     *
     * @param settings of the server, as {@code name=value}, such as {@code maxmemory=10mb}; they win over ours
     */
    public static RedisServer startRedis(Profile profile, String... settings) {
        return (RedisServer) EmbeddedServers.own(ServerKind.REDIS, profile, List.of(settings));
    }

    /**
     * Starts a Redis cluster for the caller alone, who may kill its servers and must close it.
     *
     * @param masters how many, at least 3
     * @param replicasOfEach how many each of them has
     */
    public static RedisCluster startRedisCluster(Profile profile, int masters, int replicasOfEach) {
        return RedisCluster.start(profile, masters, replicasOfEach);
    }

    /**
     * Starts a Redis master with a replica, and three Sentinels over them, for the caller alone, who may kill any of them and must
     * close it.
     */
    public static RedisSentinels startRedisSentinels(Profile profile) {
        return RedisSentinels.start(profile);
    }

    private static void requireSql(ServerKind kind) {
        if (kind == ServerKind.REDIS) {
            throw new IllegalArgumentException("REDIS is not a SQL server: use redis() or startRedis()");
        }
    }
}
