package dev.safe4j.benchmarks;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import org.jspecify.annotations.Nullable;

/** The servers of one run of the command: started when a case first asks, the same for all cases, ended with the run. */
final class Servers implements AutoCloseable {

    private @Nullable SqlServer postgresql;

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

    @Override
    public void close() {
        if (postgresql != null) {
            postgresql.close();
        }
    }
}
