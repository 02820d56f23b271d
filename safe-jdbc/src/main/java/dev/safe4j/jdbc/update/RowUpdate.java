package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.ConditionalWrite;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Fence;
import dev.safe4j.jdbc.SqlFragment;
import dev.safe4j.jdbc.Table;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.update.RowId;
import dev.safe4j.update.UpdateResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write to one row that carries its own check, in the making. For one thread; applied once. It is refused before any
 * statement if a name is unknown or a value does not fit, and then nothing is written.
 */
public final class RowUpdate {

    private final Database database;
    private final Table table;
    private final StatementCache statements;
    private final List<Assignment> assignments = new ArrayList<>(2);
    private final List<List<@Nullable Object>> assigned = new ArrayList<>(2);
    private final Checks checks;
    private List<String> returning = List.of();
    private boolean applied;

    RowUpdate(Database database, Table table, StatementCache statements) {
        this.database = database;
        this.table = table;
        this.statements = statements;
        this.checks = new Checks(table);
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
        checks.key(column, value);
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
     * Adds to a numeric column. A row whose column is null is refused: what is added to a null is lost.
     *
     * @param column the column
     * @param amount zero or more; money as {@link java.math.BigDecimal}
     * @return this
     */
    public RowUpdate add(String column, Number amount) {
        return assign(new Assignment(column, Assignment.Kind.ADD, null), Collections.singletonList(amount));
    }

    /**
     * Subtracts from a numeric column that is not null. The floor is the condition's business: {@code provided("stock >= ?", amount)}.
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
            checks.requireFirst(each.column().equalsIgnoreCase(assignment.column()), "column", assignment.column());
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
        checks.condition(condition, values);
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
        checks.version(column, expected);
        return this;
    }

    /**
     * Lets the write pass only if no later holder of the lock has written the row: the column {@code fence} keeps the highest
     * number seen, a lower one is {@linkplain dev.safe4j.update.Refusal.StaleFence refused}. The lock is asked before the
     * statement is sent. All writers of the row have to do this, or none is safe.
     *
     * @param lock the lock under which it is written
     * @return this
     * @throws IllegalArgumentException if there is no column {@code fence} of whole numbers, or a fence is given already
     */
    public RowUpdate fencedBy(HeldLock lock) {
        return fencedBy(lock, Fence.DEFAULT_COLUMN);
    }

    /**
     * Does the same with a column of another name.
     *
     * @param lock the lock under which it is written
     * @param column a column of whole numbers, such as a bigint, null in a row that has seen none
     * @return this
     */
    public RowUpdate fencedBy(HeldLock lock, String column) {
        checks.fence(column, lock.fence(), lock);
        return this;
    }

    /**
     * Does the same with the bare number, where the writer got it from the holder and has no lock to ask.
     *
     * @param number zero or more
     * @return this
     */
    public RowUpdate fencedBy(long number) {
        return fencedBy(number, Fence.DEFAULT_COLUMN);
    }

    /**
     * Does the same with the bare number and a column of another name.
     *
     * @param number zero or more
     * @param column as above
     * @return this
     */
    public RowUpdate fencedBy(long number, String column) {
        checks.fence(column, number, null);
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
        checks.refusals(constraints);
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
        begin();
        UpdateStatement statement = statements.of(shape, table);
        ConditionalWrite write = new ConditionalWrite(statement.steps(this), plan(statement));
        return database.events().written(table, database.run(statement.task(), write::run));
    }

    ConditionalWrite.Plan plan(UpdateStatement statement) {
        return new ConditionalWrite.Plan(
                statement.keyIsUnique(),
                statement.readsBack(),
                statement.condition(),
                checks.expectedVersion(),
                checks.fence(),
                checks.refusals());
    }

    Shape shape(boolean delete) {
        return new Shape(
                table.name(),
                delete,
                checks.keyColumns(),
                assignments,
                checks.conditions(),
                checks.versionColumn(),
                checks.fenceColumn(),
                returning);
    }

    RowId row() {
        return checks.row();
    }

    Table table() {
        return table;
    }

    List<Object> keyValues() {
        return checks.keyValues();
    }

    List<List<@Nullable Object>> assigned() {
        return assigned;
    }

    Checks checks() {
        return checks;
    }

    /** The last look at everything that can be refused before a statement is sent. */
    void begin() {
        if (applied) {
            checks.requireFirst(true, "write of", row().toString());
        }
        checks.requireUnassigned(assignments);
        if (checks.fence() != null) {
            checks.fence().ensureHeld();
        }
        applied = true;
    }
}
