package dev.safe4j.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table, and which values it can hold without losing any of them. Immutable.
 *
 * @param table the table's name, for messages
 * @param name the column's name as the database has it
 * @param type a constant of {@link Types}
 * @param size the length of text, the precision of a decimal; 0 where there is no limit
 * @param scale the digits behind the point, or of the fraction of a second
 * @param nullable whether it may be null
 */
public record Column(String table, String name, int type, int size, int scale, boolean nullable) {

    /** Digits of the largest number of 64 bits without a sign. */
    private static final int LONGEST_INTEGER = 20;

    /** What PostgreSQL's numeric holds before the point; the other databases hold less. */
    private static final int LONGEST_DECIMAL = 131_072;

    /** The same behind it. */
    private static final int LONGEST_FRACTION = 16_383;

    /** What a column holds, as far as checking goes. */
    enum Kind {
        INTEGER,
        DECIMAL,
        FLOAT,
        TEXT,
        BOOLEAN,
        DATE,
        TIMESTAMP,
        OTHER
    }

    Kind kind() {
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.INTEGER;
            case Types.NUMERIC, Types.DECIMAL -> Kind.DECIMAL;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> Kind.FLOAT;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR -> Kind.TEXT;
            case Types.BIT, Types.BOOLEAN -> Kind.BOOLEAN;
            case Types.DATE -> Kind.DATE;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Kind.TIMESTAMP;
            default -> Kind.OTHER;
        };
    }

    /**
     * Tells whether the column holds numbers, so that an amount can be added to it.
     *
     * @return true for integers, decimals and floating-point numbers
     */
    public boolean isNumeric() {
        return kind() == Kind.INTEGER || kind() == Kind.DECIMAL || kind() == Kind.FLOAT;
    }

    /**
     * Tells whether the column holds points in time.
     *
     * @return true for timestamps with and without a zone
     */
    public boolean isTimestamp() {
        return kind() == Kind.TIMESTAMP;
    }

    /**
     * Checks that the column can hold a value without changing it, and turns it into what drivers take.
     *
     * @param value the value, null only if the column is nullable
     * @return the value to bind
     * @throws ValueRejectedException if the column cannot hold it
     */
    public @Nullable Object checked(@Nullable Object value) {
        if (value == null) {
            if (!nullable) {
                throw rejected("null", "it is NOT NULL");
            }
            return null;
        }
        return switch (kind()) {
            case INTEGER -> checkedInteger(value);
            case DECIMAL -> checkedDecimal(value);
            case FLOAT -> checkedFloat(value);
            case TEXT -> checkedText(value);
            case BOOLEAN -> checkedBoolean(value);
            case DATE -> checkedDate(value);
            case TIMESTAMP -> checkedTimestamp(value);
            case OTHER -> bindable(value);
        };
    }

    /**
     * Checks a value, as {@link #checked} does, and makes it ready to be bound.
     *
     * @param value the value
     * @param dialect the database that it goes to
     * @return what to give to {@link Session#bind}
     * @throws ValueRejectedException if the column cannot hold it
     */
    public @Nullable Object bound(@Nullable Object value, Dialect dialect) {
        Object checked = checked(value);
        return dialect == Dialect.POSTGRESQL && checked instanceof String text ? new Session.Untyped(text) : checked;
    }

    /**
     * Turns a value whose column is not known into what drivers take: instants become date-times at UTC, enums their names.
     *
     * @param value any value
     * @return the value to bind
     */
    public static @Nullable Object bindable(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toOffsetDateTime();
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }

    private Object checkedInteger(Object value) {
        BigDecimal exact = exact(value);
        if (exact == null) {
            throw wrongType(value, "an integer");
        }
        int bits = switch (type) {
            case Types.TINYINT -> 8; // MariaDB's unsigned ones reach further: one bit more is left to the server
            case Types.SMALLINT -> 16;
            case Types.INTEGER -> 32;
            default -> 64;
        };
        if (exact.stripTrailingZeros().scale() > 0) {
            throw rejected(value, "it holds whole numbers");
        }
        if (digitsBeforeThePoint(exact) > LONGEST_INTEGER
                || exact.toBigInteger().bitLength() > bits) {
            throw rejected(value, "the number is too large for its type");
        }
        return value instanceof BigInteger || value instanceof BigDecimal ? exact.setScale(0) : value;
    }

    /** Without writing them out: a short text such as 1e400000000 has many. */
    private static long digitsBeforeThePoint(BigDecimal number) {
        return number.signum() == 0 ? 1 : (long) number.precision() - number.scale();
    }

    private Object checkedDecimal(Object value) {
        BigDecimal exact = exact(value);
        if (exact == null) {
            throw wrongType(value, "an exact decimal (BigDecimal, never double)");
        }
        if (digitsBeforeThePoint(exact) > LONGEST_DECIMAL || exact.scale() > LONGEST_FRACTION) {
            throw rejected(value, "no decimal has so many digits");
        }
        if (size > 0) {
            BigDecimal plain = exact.stripTrailingZeros();
            if (plain.scale() > scale) {
                throw rejected(value, "it keeps " + scale + " digits behind the point, and rounding would lose some");
            }
            if (plain.precision() - plain.scale() > size - scale) {
                throw rejected(value, "it keeps " + (size - scale) + " digits before the point");
            }
        }
        return exact;
    }

    private Object checkedFloat(Object value) {
        if (!(value instanceof Number number)) {
            throw wrongType(value, "a number");
        }
        if (Double.isNaN(number.doubleValue()) || Double.isInfinite(number.doubleValue())) {
            throw rejected(value, "it must be a finite number");
        }
        return value;
    }

    private Object checkedText(Object value) {
        String text;
        if (value instanceof CharSequence || value instanceof Character || value instanceof UUID) {
            text = value.toString();
        } else if (value instanceof Enum<?> constant) {
            text = constant.name();
        } else {
            throw wrongType(value, "text");
        }
        boolean limited = type != Types.LONGVARCHAR && size > 0;
        if (limited && text.codePointCount(0, text.length()) > size) {
            throw rejected("of " + text.codePointCount(0, text.length()) + " characters", "it holds " + size);
        }
        return text;
    }

    private Object checkedBoolean(Object value) {
        boolean bit = value instanceof Number number && (number.longValue() == 0 || number.longValue() == 1);
        if (!(value instanceof Boolean) && !bit && type != Types.BIT) {
            throw wrongType(value, "a boolean");
        }
        return value;
    }

    private Object checkedDate(Object value) {
        if (value instanceof LocalDate || value instanceof java.sql.Date || value instanceof LocalDateTime) {
            return value;
        }
        throw wrongType(value, "a date");
    }

    private @Nullable Object checkedTimestamp(Object value) {
        if (value instanceof java.sql.Timestamp timestamp) {
            requireFraction(timestamp.toLocalDateTime());
        } else if (value instanceof LocalDateTime
                || value instanceof OffsetDateTime
                || value instanceof ZonedDateTime
                || value instanceof Instant) {
            requireFraction((Temporal) value);
        } else {
            throw wrongType(value, "a point in time");
        }
        return bindable(value);
    }

    private void requireFraction(Temporal time) {
        long unit = (long) Math.pow(10, 9 - scale);
        if (time.getLong(ChronoField.NANO_OF_SECOND) % unit != 0) {
            throw rejected(time, "it keeps " + scale + " digits of a second; truncate the value first");
        }
    }

    private static @Nullable BigDecimal exact(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        boolean whole =
                value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte;
        return whole ? BigDecimal.valueOf(((Number) value).longValue()) : null;
    }

    private ValueRejectedException wrongType(Object value, String wanted) {
        return rejected(
                value, "it takes " + wanted + ", not a " + value.getClass().getSimpleName());
    }

    private ValueRejectedException rejected(Object value, String rule) {
        String shown = String.valueOf(value);
        String shortened = shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
        return new ValueRejectedException(
                "column '" + name + "' of " + table + " cannot hold the value " + shortened + ": " + rule + ".");
    }
}
