package dev.safe4j.servers;

import java.util.Locale;

/** The products that can be started here. */
public enum ServerKind {
    POSTGRESQL,
    MARIADB,
    H2,
    REDIS;

    /** The name as it appears in properties, display names and log lines, such as {@code postgresql}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
