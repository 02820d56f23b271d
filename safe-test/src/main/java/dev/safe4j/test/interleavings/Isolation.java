package dev.safe4j.test.interleavings;

import java.sql.Connection;
import java.util.Locale;

/** The isolation levels of transactions under which a search can run. */
public enum Isolation {
    /** What the connections have. */
    AS_CONFIGURED(-1),
    /** READ UNCOMMITTED. */
    READ_UNCOMMITTED(Connection.TRANSACTION_READ_UNCOMMITTED),
    /** READ COMMITTED. */
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
    /** REPEATABLE READ. */
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
    /** SERIALIZABLE. */
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    private final int level;

    Isolation(int level) {
        this.level = level;
    }

    int level() {
        return level;
    }

    static Isolation of(int level) {
        for (Isolation each : values()) {
            if (each.level == level) {
                return each;
            }
        }
        return AS_CONFIGURED;
    }

    /** Returns the name as SQL writes it, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
