package dev.safe4j.lab.catalogue;

import dev.safe4j.servers.ServerKind;
import java.util.Locale;
import java.util.Optional;

/** On what a hazard is shown. */
public enum Where {
    POSTGRESQL("PostgreSQL", ServerKind.POSTGRESQL),
    MARIADB("MariaDB", ServerKind.MARIADB),
    H2("H2", ServerKind.H2),
    REDIS("Redis", ServerKind.REDIS),
    /** Within this JVM alone. */
    NONE("no server");

    private final String title;
    private final Optional<ServerKind> kind;

    Where(String title) {
        this.title = title;
        this.kind = Optional.empty();
    }

    Where(String title, ServerKind kind) {
        this.title = title;
        this.kind = Optional.of(kind);
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    /** The server, if it is one. */
    public Optional<ServerKind> kind() {
        return kind;
    }

    public boolean isDatabase() {
        return kind.isPresent() && this != REDIS;
    }
}
