package dev.safe4j.lab.run;

import dev.safe4j.lab.catalogue.Where;
import dev.safe4j.servers.LocalServer;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;

/** The servers, started when they are first needed, and started anew when they have died. */
public final class Servers {

    private Servers() {}

    /**
     * Has the server answer that a run is on, and tells the run which it is.
     *
     * @throws IllegalStateException naming it, and why it is not there
     */
    public static void prepare(Where where, Run run) {
        if (where.kind().isEmpty()) {
            return;
        }
        ServerKind kind = where.kind().get();
        run.waitsFor("waits for " + where.title() + " to answer");
        try {
            LocalServers.tryAgain(kind);
            LocalServer server = kind == ServerKind.REDIS ? LocalServers.redis() : LocalServers.sql(kind);
            run.isOn(server, server.version());
        } catch (RuntimeException failure) {
            throw new IllegalStateException(where.title() + " cannot be had: " + Failures.said(failure), failure);
        } finally {
            run.waitsFor(null);
        }
    }

    /** An empty database on a server that was prepared, to be closed. */
    public static TestDatabase newDatabase(Where where, int connections) {
        return LocalServers.sql(where.kind().orElseThrow()).newDatabase(connections);
    }
}
