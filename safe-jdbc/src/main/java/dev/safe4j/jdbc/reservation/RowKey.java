package dev.safe4j.jdbc.reservation;

import dev.safe4j.jdbc.Column;
import dev.safe4j.jdbc.Dialect;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.JDBCType;
import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The key of a counted row as its holds keep it, which is text, and as it is read from there. A key that does not come back from its
 * text would never get back what was put aside: it is refused before that. Immutable and thread-safe.
 */
final class RowKey {

    private static final int LONGEST = 255; // as the table of the holds has it

    private final Column column;
    private final Dialect dialect;

    /**
     * Checks the type of the key's column.
     *
     * @throws IllegalArgumentException if values of its type do not come back from text
     */
    RowKey(Column column, Dialect dialect) {
        this.column = column;
        this.dialect = dialect;
        if (!isNumber() && !isText() && !isReadByTheServer()) {
            throw new IllegalArgumentException("column '" + column.name() + "' of " + column.table() + " is of type "
                    + JDBCType.valueOf(column.type())
                    + ": the key of a hold is kept as text, from which only whole numbers,"
                    + " decimals, text and UUIDs come back.");
        }
    }

    private boolean isNumber() {
        return switch (column.type()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL -> true;
            default -> false;
        };
    }

    private boolean isText() {
        return switch (column.type()) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR -> true;
            default -> false;
        };
    }

    /** A UUID, which H2 tells as BINARY, a domain, or what else has a form in text that the server reads. */
    private boolean isReadByTheServer() {
        return column.type() == Types.OTHER || column.type() == Types.DISTINCT || isUuidOfH2();
    }

    private boolean isUuidOfH2() {
        return dialect == Dialect.H2 && column.type() == Types.BINARY;
    }

    /**
     * Turns a key into what its hold keeps.
     *
     * @throws IllegalArgumentException if it cannot be kept, or not be read back
     */
    String text(Object value) {
        Object checked = column.checked(value);
        boolean isText = checked instanceof CharSequence || checked instanceof Character || checked instanceof UUID;
        boolean isNumber = checked instanceof Number && (isNumber() || column.type() == Types.DISTINCT);
        if (!isText && !isNumber) {
            throw rejected("a " + value.getClass().getSimpleName() + " does not come back from that");
        }
        String text = String.valueOf(checked);
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST) {
            throw rejected("it may have " + LONGEST + " characters, and not " + length);
        }
        read(text);
        return text;
    }

    /** Reads a key from a hold. */
    Object read(String text) {
        try {
            return switch (column.type()) {
                case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> whole(text);
                case Types.NUMERIC, Types.DECIMAL -> new BigDecimal(text);
                default -> isUuidOfH2() ? UUID.fromString(text) : text;
            };
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            throw rejected("'" + text + "' does not come back from that", unreadable);
        }
    }

    /** MariaDB's unsigned numbers reach further than a long does. */
    private static Number whole(String text) {
        BigInteger number = new BigDecimal(text).toBigIntegerExact();
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    private IllegalArgumentException rejected(String why) {
        return rejected(why, null);
    }

    private IllegalArgumentException rejected(String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "a hold keeps the key, column '" + column.name() + "' of " + column.table() + ", as text: " + why + ".",
                cause);
    }
}
