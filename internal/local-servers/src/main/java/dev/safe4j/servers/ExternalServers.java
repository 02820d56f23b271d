package dev.safe4j.servers;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Servers that are named by configuration: {@code safe4j.<kind>.url}, {@code .username}, {@code .password}. */
final class ExternalServers {

    private ExternalServers() {}

    static boolean isConfigured(ServerKind kind) {
        return place(kind) != null;
    }

    private static @Nullable String place(ServerKind kind) {
        return Selection.configured(placeProperty(kind));
    }

    private static String placeProperty(ServerKind kind) {
        return property(kind, kind == ServerKind.REDIS ? "uri" : "url");
    }

    private static String property(ServerKind kind, String name) {
        return "safe4j." + kind.label() + "." + name;
    }

    static RunningServer open(ServerKind kind, Profile profile) {
        String place = place(kind);
        if (place == null) {
            throw new IllegalStateException(Selection.PROPERTY + "=external, but no " + kind.label()
                    + " is named. Set the system property " + placeProperty(kind)
                    + " (or the same in the environment, in capitals with underscores), or set "
                    + Selection.PROPERTY + " to auto, docker or embedded.");
        }
        Control control = new NoControl("this " + kind.label() + " is external: it is not ours to stop", () -> {});
        var identity = new RunningServer.Identity(kind, Way.EXTERNAL, profile);
        RunningServer server = kind == ServerKind.REDIS
                ? new RunningRedisServer(identity, URI.create(place), control)
                : new RunningSqlServer(identity, flavour(kind, place), control);
        if (profile == Profile.DURABLE) {
            server.assertDurable();
        }
        return server;
    }

    private static SqlFlavour flavour(ServerKind kind, String url) {
        boolean postgresql = kind == ServerKind.POSTGRESQL;
        String username = configured(kind, "username", postgresql ? "postgres" : "root");
        int defaultPort = postgresql ? PostgresFlavour.PORT : MariaDbFlavour.PORT;
        SqlAccess access = new SqlAccess(JdbcUrl.parse(url, defaultPort), username, configured(kind, "password", ""));
        return postgresql ? new PostgresFlavour(access) : new MariaDbFlavour(access);
    }

    private static String configured(ServerKind kind, String name, String otherwise) {
        return Optional.ofNullable(Selection.configured(property(kind, name))).orElse(otherwise);
    }
}
