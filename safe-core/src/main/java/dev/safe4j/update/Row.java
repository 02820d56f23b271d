package dev.safe4j.update;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Columns with their values, in order: what is to be inserted, or what a write returned. Immutable (the values are the
 * caller's or the driver's own objects) and so as thread-safe as they are. A value may be null.
 */
public final class Row {

    private static final Row EMPTY = new Row(Map.of());

    private final Map<String, @Nullable Object> values;

    private Row(Map<String, ? extends @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Makes a row of column names and values in turn: {@code row("name", name, "mail", mail)}.
     *
     * @param column the first column
     * @param value its value, may be null
     * @param more further names and values, in turn
     * @return the row
     * @throws IllegalArgumentException if a name is not a string, stands twice, or has no value behind it
     */
    public static Row row(String column, @Nullable Object value, @Nullable Object... more) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(column, value);
        if (more.length % 2 != 0) {
            throw new IllegalArgumentException("a row is made of names and values in turn: '" + more[more.length - 1]
                    + "' has no value behind it.");
        }
        for (int i = 0; i < more.length; i += 2) {
            if (!(more[i] instanceof String name)) {
                throw new IllegalArgumentException("a column's name must be a string, and is: " + more[i]);
            }
            if (values.containsKey(name)) {
                throw new IllegalArgumentException("column '" + name + "' stands twice in the row.");
            }
            values.put(name, more[i + 1]);
        }
        return new Row(values);
    }

    /**
     * Makes a row of a map, in the map's order.
     *
     * @param values the columns and their values
     * @return the row, a copy
     */
    public static Row of(Map<String, ? extends @Nullable Object> values) {
        return values.isEmpty() ? EMPTY : new Row(values);
    }

    /**
     * Returns the row without columns.
     *
     * @return the row
     */
    public static Row empty() {
        return EMPTY;
    }

    /**
     * Returns all columns and values.
     *
     * @return an unmodifiable view, in order
     */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    /**
     * Returns the value of a column, as it was given or as the driver returned it.
     *
     * @param column the name, as it was asked for
     * @return the value, may be null
     * @throws IllegalArgumentException if the row has no such column
     */
    public @Nullable Object get(String column) {
        Object value = values.get(column);
        if (value == null && !values.containsKey(column)) {
            throw new IllegalArgumentException(
                    "column '" + column + "' is not among the returned ones " + values.keySet() + ".");
        }
        return value;
    }

    /**
     * Returns the value of a numeric column as a decimal, with every digit it has.
     *
     * @param column the name
     * @return the value
     * @throws IllegalArgumentException if the row has no such column, or its value is null, no number or a binary fraction
     */
    public BigDecimal decimal(String column) {
        Object value = present(column);
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        throw new IllegalArgumentException("column '" + column + "' holds a "
                + value.getClass().getSimpleName() + ", which is not an exact number.");
    }

    /**
     * Returns the value of an integer column.
     *
     * @param column the name
     * @return the value
     * @throws IllegalArgumentException as {@link #decimal} does
     * @throws ArithmeticException if the value has a fraction or does not fit
     */
    public long number(String column) {
        return decimal(column).longValueExact();
    }

    /**
     * Returns the value of a column as text.
     *
     * @param column the name
     * @return the value's text
     * @throws IllegalArgumentException if the row has no such column, or its value is null
     */
    public String text(String column) {
        return present(column).toString();
    }

    private Object present(String column) {
        Object value = get(column);
        if (value == null) {
            throw new IllegalArgumentException("column '" + column + "' is null.");
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && values.equals(row.values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
