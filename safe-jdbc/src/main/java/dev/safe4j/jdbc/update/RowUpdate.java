package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.Column;
import dev.safe4j.jdbc.ConditionalWrite;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.SqlFragment;
import dev.safe4j.jdbc.Table;
import dev.safe4j.update.RowId;
import dev.safe4j.update.UpdateResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write to one row that carries its own check, in the making. For one thread; applied once. It is refused before any
 * statement if a name is unknown or a value does not fit, and then nothing is written.
 */
public final class RowUpdate {

    private final Database database;
    private final Table table;
    private final StatementCache statements;
    private final List<String> key = new ArrayList<>(1);
    private final List<Object> keyValues = new ArrayList<>(1);
    private final List<Assignment> assignments = new ArrayList<>(2);
    private final List<List<@Nullable Object>> assigned = new ArrayList<>(2);
    private final List<String> conditions = new ArrayList<>(1);
    private final List<@Nullable Object> conditionValues = new ArrayList<>(1);
    private List<String> returning = List.of();
    private List<String> refusals = List.of();
    private @Nullable String versionColumn;
    private @Nullable Object expectedVersion;
    private boolean applied;

    RowUpdate(Database database, Table table, StatementCache statements) {
        this.database = database;
        this.table = table;
        this.statements = statements;
    }

    /**
     * Adds a column of the key.
     *
     * @param column the column
     * @param value its value, not null
     * @return this
     * @throws IllegalArgumentException if the column is unknown or stands in the key already, or the value is null or does
     *     not fit
     */
    public RowUpdate key(String column, Object value) {
        Column target = table.column(column);
        requireFirst(key.contains(column), "key column", column);
        if (value == null) {
            throw new IllegalArgumentException("the key column '" + column + "' of " + table + " must not be null.");
        }
        target.checked(value);
        key.add(column);
        keyValues.add(value);
        return this;
    }

    /**
     * Sets a column.
     *
     * @param column the column
     * @param value its new value, null only if the column is nullable
     * @return this
     */
    public RowUpdate set(String column, @Nullable Object value) {
        return assign(new Assignment(column, Assignment.Kind.SET, null), Collections.singletonList(value));
    }

    /**
     * Adds to a numeric column.
     *
     * @param column the column
     * @param amount zero or more; money as {@link java.math.BigDecimal}
     * @return this
     */
    public RowUpdate add(String column, Number amount) {
        return assign(new Assignment(column, Assignment.Kind.ADD, null), Collections.singletonList(amount));
    }

    /**
     * Subtracts from a numeric column. The floor is the condition's business: {@code provided("stock >= ?", amount)}.
     *
     * @param column the column
     * @param amount zero or more; money as {@link java.math.BigDecimal}
     * @return this
     */
    public RowUpdate subtract(String column, Number amount) {
        return assign(new Assignment(column, Assignment.Kind.SUBTRACT, null), Collections.singletonList(amount));
    }

    /**
     * Sets a column to an expression over the row as it was.
     *
     * @param column the column
     * @param expression SQL with {@code ?} for values; a constant of the program, never made of input
     * @param values the values, in order
     * @return this
     */
    public RowUpdate assign(String column, String expression, @Nullable Object... values) {
        SqlFragment fragment = SqlFragment.of("expression for column '" + column + "'", expression, values);
        return assign(new Assignment(column, Assignment.Kind.EXPRESSION, fragment.sql()), fragment.arguments());
    }

    private RowUpdate assign(Assignment assignment, List<@Nullable Object> values) {
        table.column(assignment.column());
        for (Assignment each : assignments) {
            requireFirst(each.column().equalsIgnoreCase(assignment.column()), "column", assignment.column());
        }
        if (assignment.kind() != Assignment.Kind.EXPRESSION) {
            assignment.bound(table, values.get(0), database.dialect());
        }
        assignments.add(assignment);
        assigned.add(values);
        return this;
    }

    /**
     * Adds a condition that the row has to meet; several are all to be met.
     *
     * @param condition SQL over the row's columns with {@code ?} for values; a constant of the program, never made of input
     * @param values the values, in order
     * @return this
     */
    public RowUpdate provided(String condition, @Nullable Object... values) {
        SqlFragment fragment = SqlFragment.of("condition", condition, values);
        conditions.add(fragment.sql());
        conditionValues.addAll(fragment.arguments());
        return this;
    }

    /**
     * Expects a version, and sets the next one: one more, or the server's time where the column is a timestamp.
     *
     * @param column the version's column
     * @param expected the version that was read, not null
     * @return this
     */
    public RowUpdate version(String column, Object expected) {
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
        return this;
    }

    /**
     * Asks for columns of the row after the write.
     *
     * @param columns the columns
     * @return this
     */
    public RowUpdate returning(String... columns) {
        List.of(columns).forEach(table::column);
        returning = List.of(columns);
        return this;
    }

    /**
     * Turns the violation of named CHECK or UNIQUE constraints into a refusal. Within a transaction on PostgreSQL the write
     * then takes a savepoint.
     *
     * @param constraints their names
     * @return this
     */
    public RowUpdate refusedBy(String... constraints) {
        for (String constraint : constraints) {
            if (constraint == null || constraint.isBlank()) {
                throw new IllegalArgumentException("the name of a constraint of " + table + " must not be blank.");
            }
        }
        refusals = List.of(constraints);
        return this;
    }

    /**
     * Applies the update.
     *
     * @return applied, refused or missing
     * @throws IllegalArgumentException if nothing is assigned; nothing was written
     * @throws dev.safe4j.jdbc.KeyNotUniqueException if the key matched several rows; nothing was written
     * @throws dev.safe4j.retry.OutcomeUnknownException if the connection was lost outside a transaction
     * @throws org.springframework.dao.DataAccessException if the statement failed; outside a transaction nothing was written
     */
    public UpdateResult apply() {
        if (assignments.isEmpty()) {
            throw new IllegalArgumentException(
                    "the update of " + row() + " assigns nothing: call set, add, subtract or assign before apply.");
        }
        return run(shape(false));
    }

    /**
     * Deletes the row, if it meets the conditions and has the expected version.
     *
     * @return applied, refused or missing
     * @throws IllegalArgumentException if something is assigned or to be returned; nothing was deleted
     * @throws dev.safe4j.jdbc.KeyNotUniqueException if the key matched several rows; nothing was deleted
     * @throws dev.safe4j.retry.OutcomeUnknownException if the connection was lost outside a transaction
     * @throws org.springframework.dao.DataAccessException if the statement failed; outside a transaction nothing was deleted
     */
    public UpdateResult delete() {
        if (!assignments.isEmpty() || !returning.isEmpty()) {
            throw new IllegalArgumentException(
                    "the delete of " + row() + " assigns or returns columns: a delete does neither.");
        }
        return run(shape(true));
    }

    private UpdateResult run(Shape shape) {
        markApplied();
        UpdateStatement statement = statements.of(shape, table);
        ConditionalWrite write = new ConditionalWrite(statement.steps(this), plan(statement));
        return database.run(statement.task(), write::run);
    }

    ConditionalWrite.Plan plan(UpdateStatement statement) {
        return new ConditionalWrite.Plan(
                statement.keyIsUnique(), statement.readsBack(), statement.condition(), expectedVersion, refusals);
    }

    Shape shape(boolean delete) {
        return new Shape(table.name(), delete, key, assignments, conditions, versionColumn, returning);
    }

    RowId row() {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < key.size(); i++) {
            named.put(key.get(i), keyValues.get(i));
        }
        return new RowId(table.name(), named);
    }

    Table table() {
        return table;
    }

    List<Object> keyValues() {
        return keyValues;
    }

    List<List<@Nullable Object>> assigned() {
        return assigned;
    }

    List<@Nullable Object> conditionValues() {
        return conditionValues;
    }

    @Nullable
    Object expectedVersion() {
        return expectedVersion;
    }

    void markApplied() {
        if (applied) {
            requireFirst(true, "write of", row().toString());
        }
        applied = true;
    }

    private void requireFirst(boolean again, String what, String name) {
        if (again) {
            throw new IllegalArgumentException("the " + what + " '" + name + "' of " + table + " is given twice.");
        }
    }
}
