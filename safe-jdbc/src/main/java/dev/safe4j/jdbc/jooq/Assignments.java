package dev.safe4j.jdbc.jooq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What a write changes in its row. For one thread. */
final class Assignments {

    private final TypedTable table;
    private final Set<String> columns = new TreeSet<>();
    private final Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    private final Map<Field<?>, Field<?>> expressions = new LinkedHashMap<>();

    Assignments(TypedTable table) {
        this.table = table;
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    <T> void add(Field<T> field, @Nullable T value) {
        if (value instanceof Field<?> expression) {
            addExpression(field, expression); // a field of type Object hides that it is one
            return;
        }
        Field<T> bound = table.bound(field, value);
        requireFirst(field);
        values.put(field, bound);
    }

    void addExpression(Field<?> field, Field<?> expression) {
        table.column(field);
        if (expression == null) {
            throw new IllegalArgumentException("the expression for column '" + field.getName() + "' of "
                    + table.metaData() + " is null; to set NULL, cast it to the type of the value.");
        }
        requireFirst(field);
        expressions.put(field, expression);
    }

    private void requireFirst(Field<?> field) {
        if (!columns.add(table.columnName(field))) {
            throw givenTwice(field.getName());
        }
    }

    private IllegalArgumentException givenTwice(String column) {
        return new IllegalArgumentException("the column '" + column + "' of " + table.metaData() + " is given twice.");
    }

    /** Refuses a change of the key where the row could not be found again. */
    void requireKept(Set<String> key) {
        for (String column : key) {
            if (columns.contains(column)) {
                throw new IllegalArgumentException(
                        "the update of " + table.metaData() + " changes its own key column '" + column
                                + "', so the row could not be read back. Ask for no returned columns in such an update.");
            }
        }
    }

    /**
     * All assignments, those of the checks last. MySQL and MariaDB assign from left to right and read what they have just written;
     * the others read the old row. With the expressions first both read the same, unless an expression reads the column of
     * another one.
     */
    Map<Field<?>, Field<?>> inOrder(
            JooqDatabase database, @Nullable RowVersion<?> version, @Nullable RowFence<?> fence) {
        if (database.dialect().isMySqlFamily()) {
            requireSimultaneous(database);
        }
        Map<Field<?>, Field<?>> all = new LinkedHashMap<>(expressions);
        all.putAll(values);
        if (version != null) {
            if (columns.contains(version.column().name())) {
                throw givenTwice(version.name());
            }
            all.put(version.field(), version.next(database.dialect()));
        }
        if (fence != null) {
            if (columns.contains(fence.fence().column().name())) {
                throw givenTwice(fence.field().getName());
            }
            all.put(fence.field(), fence.value());
        }
        return all;
    }

    private void requireSimultaneous(JooqDatabase database) {
        List<String> earlier = new ArrayList<>();
        for (Map.Entry<Field<?>, Field<?>> each : expressions.entrySet()) {
            String expression = database.inWords(each.getValue());
            for (String column : earlier) {
                String word = "(?iu)(?<![\\p{L}\\p{N}_$])" + Pattern.quote(column) + "(?![\\p{L}\\p{N}_$])";
                if (Pattern.compile(word).matcher(expression).find()) {
                    throw new IllegalArgumentException("the expression for column '"
                            + each.getKey().getName() + "' of " + table.metaData() + " reads column '" + column
                            + "', which another expression changes: this database would read the new value."
                            + " Write it without that column, or in two updates.");
                }
            }
            earlier.add(table.columnName(each.getKey()));
        }
    }
}
