package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.Column;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Versions;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The version that a write expects, and the one that comes after it.
 *
 * @param field the version's column
 * @param column the same in the metadata
 * @param expected the version that the caller had read
 * @param matches whether the row has the expected version
 * @param nextNumber the version after it, null where the server's clock says it
 * @param <T> the type of the version
 */
record RowVersion<T>(
        Field<T> field,
        Column column,
        T expected,
        Condition matches,
        @Nullable Object nextNumber) {

    static <T> RowVersion<T> of(Field<T> field, T expected, TypedTable table) {
        Column column = table.column(field);
        Condition matches = field.eq(table.bound(field, expected));
        Object stored = TypedTable.databaseValue(field, expected);
        Object next = column.isTimestamp() || stored == null
                ? null
                : DSL.val((Object) Versions.next(stored), field).getValue(); // converted as the field converts
        return new RowVersion<>(field, column, expected, matches, next);
    }

    String name() {
        return field.getName();
    }

    boolean isTime() {
        return column.isTimestamp();
    }

    Field<T> next(Dialect dialect) {
        return DSL.field(DSL.raw(Versions.nextSql(column, dialect)), field.getDataType());
    }
}
