package dev.safe4j.jdbc;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Versions of rows: numbers that go up by one, or the server's time, which goes up by at least its smallest step. */
public final class Versions {

    private Versions() {}

    /**
     * Tells whether a version read from a row is the expected one, whatever Java types the driver and the caller use.
     *
     * @param expected the version that the caller had read
     * @param present the version in the row
     * @return true if they are the same number or the same time
     */
    public static boolean same(Object expected, @Nullable Object present) {
        if (expected instanceof Number a && present instanceof Number b) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        if (present == null) {
            return false;
        }
        Object left = time(expected);
        Object right = time(present);
        if (left instanceof Instant instant && right instanceof LocalDateTime local) {
            return Timestamp.from(instant).toLocalDateTime().equals(local);
        }
        if (left instanceof LocalDateTime local && right instanceof Instant instant) {
            return Timestamp.from(instant).toLocalDateTime().equals(local);
        }
        return left.equals(right);
    }

    /**
     * Returns the version after a numeric one.
     *
     * @param version a whole number
     * @return the next, an Integer for an Integer or Short and a Long otherwise
     */
    public static Number next(Object version) {
        if (version instanceof Integer || version instanceof Short) {
            return Math.addExact(((Number) version).intValue(), 1);
        }
        return Math.addExact(new BigDecimal(version.toString()).longValueExact(), 1);
    }

    /**
     * Returns the expression for the version after the one in a column: one more, or the server's clock, or if that has not
     * moved on (or back) since, the old time and the smallest step that the column keeps.
     *
     * @param column the version's column
     * @param dialect the database
     * @return the expression, without values to bind
     */
    public static String nextSql(Column column, Dialect dialect) {
        String name = dialect.quoted(column.name());
        if (!column.isTimestamp()) {
            return name + " + 1";
        }
        int digits = Math.min(6, column.scale());
        long step = (long) Math.pow(10, 6 - digits);
        return switch (dialect) {
            case POSTGRESQL ->
                "greatest(date_trunc('microseconds', clock_timestamp()), " + name + " + interval '" + step
                        + " microseconds')";
            case MARIADB, MYSQL -> "greatest(now(" + digits + "), " + name + " + interval " + step + " microsecond)";
            case H2 ->
                "greatest(cast(current_timestamp as timestamp(" + digits + ")), dateadd(microsecond, " + step + ", "
                        + name + "))";
        };
    }

    private static Object time(Object version) {
        if (version instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (version instanceof OffsetDateTime offset) {
            return offset.toInstant();
        }
        return version instanceof ZonedDateTime zoned ? zoned.toInstant() : version;
    }
}
