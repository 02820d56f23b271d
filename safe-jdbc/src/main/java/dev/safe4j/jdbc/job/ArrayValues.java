package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Session;
import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's arrays, which are one value whatever their length: a statement keeps its plan. */
final class ArrayValues {

    private ArrayValues() {}

    static <T> Array of(Session session, String type, List<T> from, Function<T, @Nullable Object> part)
            throws SQLException {
        return session.connection().createArrayOf(type, from.stream().map(part).toArray());
    }

    /** The driver takes bytes only if the class of the array says so. */
    static <T> Array ofBytes(Session session, List<T> from, Function<T, byte[]> part) throws SQLException {
        return session.connection()
                .createArrayOf("bytea", from.stream().map(part).toArray(byte[][]::new));
    }
}
