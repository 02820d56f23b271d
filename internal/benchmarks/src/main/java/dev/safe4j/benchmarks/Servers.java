package dev.safe4j.benchmarks;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import org.jspecify.annotations.Nullable;

/** The servers of one run of the command: started when a case first asks, the same for all cases, ended with the run. */
final class Servers implements AutoCloseable {

    private @Nullable SqlServer postgresql;
    private @Nullable SqlServer mariadb;
    private @Nullable RedisServer redis;

    /** A PostgreSQL of our own, of which the server itself says that it is durable. */
    SqlServer postgresql() {
        SqlServer present = postgresql;
        if (present == null) {
            present = LocalServers.start(ServerKind.POSTGRESQL, Profile.DURABLE);
            postgresql = present;
            present.assertDurable();
        }
        return present;
    }

    /** A MariaDB of our own, of which the server itself says that it is durable. */
    SqlServer mariadb() {
        SqlServer present = mariadb;
        if (present == null) {
            present = LocalServers.start(ServerKind.MARIADB, Profile.DURABLE);
            mariadb = present;
            present.assertDurable();
        }
        return present;
    }

    /** A Redis of our own that writes nothing to the disk. */
    RedisServer redis() {
        RedisServer present = redis;
        if (present == null) {
            present = LocalServers.startRedis(Profile.FAST);
            redis = present;
        }
        return present;
    }

    static String version(RedisServer server) {
        return String.valueOf(server.call("INFO", "server"))
                .lines()
                .filter(line -> line.startsWith("redis_version:"))
                .map(line -> line.replace("redis_version:", ""))
                .findFirst()
                .orElse("of unknown version");
    }

    @Override
    public void close() {
        try {
            if (redis != null) {
                redis.close();
            }
        } finally {
            try {
                if (mariadb != null) {
                    mariadb.close();
                }
            } finally {
                if (postgresql != null) {
                    postgresql.close();
                }
            }
        }
    }
}
