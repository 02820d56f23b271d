package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.Fence;
import dev.safe4j.lock.HeldLock;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The fencing number of a write as jOOQ's parts.
 *
 * @param field the column that keeps the highest number seen
 * @param value the number, bound as the field binds
 * @param fence the number, its column and its lock
 * @param <T> the field's type
 */
record RowFence<T extends Number>(Field<T> field, Field<T> value, Fence fence) {

    static <T extends Number> RowFence<T> of(TypedTable table, Field<T> field, long number, @Nullable HeldLock lock) {
        Fence fence = new Fence(table.column(field), number, lock);
        return new RowFence<>(field, DSL.val(number, field), fence);
    }

    /** Where no higher number was seen. */
    Condition passes() {
        return field.isNull().or(field.le(value));
    }
}
