package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.Column;
import dev.safe4j.jdbc.Table;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Objects;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.types.UNumber;
import org.jspecify.annotations.Nullable;

/** A table of jOOQ and the metadata of the table it stands for. Immutable. */
record TypedTable(org.jooq.Table<?> table, Table metaData) {

    /**
     * The name to look up: what jOOQ writes into its statements, with schema and mapping. An alias could have the name of
     * another table, whose keys would then prove nothing.
     *
     * @param naming a context that writes names as they are, without quotes
     */
    static String nameOf(org.jooq.Table<?> table, DSLContext naming) {
        String name = naming.render(table);
        String read = naming.render(naming.selectOne().from(table));
        boolean itself = read.toLowerCase(Locale.ROOT).endsWith(" from " + name.toLowerCase(Locale.ROOT));
        if (!itself || name.indexOf(' ') >= 0) {
            throw new IllegalArgumentException(
                    "a write or a lock needs the table itself, not an alias or a derived one: " + table + ".");
        }
        return name;
    }

    Column column(Field<?> field) {
        Objects.requireNonNull(field, "the field is null");
        org.jooq.Table<?> owner = field instanceof TableField<?, ?> typed ? typed.getTable() : null;
        if (owner != null && !owner.equals(table)) {
            throw new IllegalArgumentException("the field " + field + " is one of table "
                    + owner.getQualifiedName().unquotedName() + ", not of "
                    + metaData + ".");
        }
        return metaData.column(field.getName());
    }

    String columnName(Field<?> field) {
        return column(field).name();
    }

    /** A value to bind, checked against the column of its field. */
    <T> Field<T> bound(Field<T> field, @Nullable T value) {
        check(column(field), field, value);
        return DSL.val(value, field);
    }

    /** The value of a key's column to bind, checked: null is no key. */
    <T> Field<T> boundKey(Field<T> field, @Nullable T value) {
        column(field);
        if (value == null || databaseValue(field, value) == null) {
            throw new IllegalArgumentException(
                    "the key column '" + field.getName() + "' of " + metaData + " must not be null.");
        }
        return bound(field, value);
    }

    /** A value that came without its type. */
    <T> @Nullable T typed(Field<T> field, @Nullable Object value) {
        column(field);
        if (value != null && !field.getType().isInstance(value)) {
            throw new IllegalArgumentException("the field '" + field.getName() + "' of " + metaData + " takes a "
                    + field.getType().getSimpleName() + ", not a "
                    + value.getClass().getSimpleName() + ".");
        }
        return field.getType().cast(value);
    }

    private static <T> void check(Column column, Field<T> field, @Nullable T value) {
        Object stored = value == null ? null : databaseValue(field, value);
        if (stored == null || isCheckedBy(column, stored)) {
            column.checked(stored);
        }
    }

    /** The types whose values a database would round or cut; all others are jOOQ's business and the database's. */
    private static boolean isCheckedBy(Column column, Object value) {
        if (value instanceof Number) {
            return column.isNumeric();
        }
        if (value instanceof CharSequence) {
            return switch (column.type()) {
                case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR -> true;
                default -> false;
            };
        }
        boolean time = value instanceof java.sql.Timestamp
                || value instanceof LocalDateTime
                || value instanceof OffsetDateTime
                || value instanceof ZonedDateTime
                || value instanceof Instant;
        return time && column.isTimestamp();
    }

    /** What the field's converter makes of a value on its way to the database, in types that the plain rooms know. */
    static <T> @Nullable Object databaseValue(Field<T> field, T value) {
        return plain(converted(field.getConverter(), value));
    }

    private static <U, T> @Nullable U converted(Converter<U, T> converter, T value) {
        return converter.to(value);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof UNumber unsigned) {
            return unsigned.toBigInteger();
        }
        return value instanceof EnumType constant ? constant.getLiteral() : value;
    }
}
