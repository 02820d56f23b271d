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

    /** Of the class of what is in it, so that the driver sends numbers as such and not as text. */
    static <T> Array ofTexts(Session session, List<T> from, Function<T, @Nullable String> part) throws SQLException {
        return session.connection()
                .createArrayOf("text", from.stream().map(part).toArray(String[]::new));
    }

    static <T> Array ofNumbers(Session session, List<T> from, Function<T, Long> part) throws SQLException {
        return session.connection()
                .createArrayOf("int8", from.stream().map(part).toArray(Long[]::new));
    }

    static <T> Array ofSmallNumbers(Session session, List<T> from, Function<T, Integer> part) throws SQLException {
        return session.connection()
                .createArrayOf("int4", from.stream().map(part).toArray(Integer[]::new));
    }

    static <T> Array ofBytes(Session session, List<T> from, Function<T, byte[]> part) throws SQLException {
        return session.connection()
                .createArrayOf("bytea", from.stream().map(part).toArray(byte[][]::new));
    }
}
