package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.Column;
import dev.safe4j.jdbc.Fence;
import dev.safe4j.jdbc.SqlFragment;
import dev.safe4j.jdbc.Table;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.update.RowId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which row a write is for, and what it has to meet: conditions, a version, a fencing number. For one thread. */
final class Checks {

    private final Table table;
    private final List<String> key = new ArrayList<>(1);
    private final List<Object> keyValues = new ArrayList<>(1);
    private final List<String> conditions = new ArrayList<>(1);
    private final List<@Nullable Object> conditionValues = new ArrayList<>(1);
    private @Nullable String versionColumn;
    private @Nullable Object expectedVersion;
    private @Nullable String fenceColumn;
    private @Nullable Fence fence;
    private List<String> refusals = List.of();

    Checks(Table table) {
        this.table = table;
    }

    void key(String column, @Nullable Object value) {
        Column target = table.column(column);
        requireFirst(key.contains(column), "key column", column);
        if (value == null) {
            throw new IllegalArgumentException("the key column '" + column + "' of " + table + " must not be null.");
        }
        target.checked(value);
        key.add(column);
        keyValues.add(value);
    }

    RowId row() {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < key.size(); i++) {
            named.put(key.get(i), keyValues.get(i));
        }
        return new RowId(table.name(), named);
    }

    void condition(String condition, @Nullable Object... values) {
        SqlFragment fragment = SqlFragment.of("condition", condition, values);
        conditions.add(fragment.sql());
        conditionValues.addAll(fragment.arguments());
    }

    void version(String column, @Nullable Object expected) {
        Column target = table.column(column);
        requireFirst(versionColumn != null, "version column", String.valueOf(versionColumn));
        if (expected == null) {
            throw new IllegalArgumentException(
                    "the expected version of " + table + " must not be null: read it first.");
        }
        if (!target.isNumeric() && !target.isTimestamp()) {
            throw new IllegalArgumentException("column '" + column + "' of " + table
                    + " is neither a number nor a timestamp, so it is no version.");
        }
        target.checked(expected);
        versionColumn = column;
        expectedVersion = expected;
    }

    void fence(String column, long number, @Nullable HeldLock lock) {
        requireFirst(fenceColumn != null, "fence column", String.valueOf(fenceColumn));
        fence = new Fence(table.column(column), number, lock);
        fenceColumn = column;
    }

    void refusals(String... constraints) {
        for (String constraint : constraints) {
            if (constraint == null || constraint.isBlank()) {
                throw new IllegalArgumentException("the name of a constraint of " + table + " must not be blank.");
            }
        }
        refusals = List.of(constraints);
    }

    /** The checks write their columns themselves: an assignment of the caller's would undo that. */
    void requireUnassigned(List<Assignment> assignments) {
        boolean isShared = fenceColumn != null && fenceColumn.equalsIgnoreCase(versionColumn);
        requireFirst(isShared, "column", String.valueOf(fenceColumn));
        for (Assignment each : assignments) {
            String column = each.column();
            boolean isTaken = column.equalsIgnoreCase(versionColumn) || column.equalsIgnoreCase(fenceColumn);
            requireFirst(isTaken, "column", column);
        }
    }

    void requireFirst(boolean again, String what, String name) {
        if (again) {
            throw new IllegalArgumentException("the " + what + " '" + name + "' of " + table + " is given twice.");
        }
    }

    List<String> keyColumns() {
        return key;
    }

    List<Object> keyValues() {
        return keyValues;
    }

    List<String> conditions() {
        return conditions;
    }

    List<@Nullable Object> conditionValues() {
        return conditionValues;
    }

    @Nullable
    String versionColumn() {
        return versionColumn;
    }

    @Nullable
    Object expectedVersion() {
        return expectedVersion;
    }

    @Nullable
    String fenceColumn() {
        return fenceColumn;
    }

    List<String> refusals() {
        return refusals;
    }

    @Nullable
    Fence fence() {
        return fence;
    }
}
