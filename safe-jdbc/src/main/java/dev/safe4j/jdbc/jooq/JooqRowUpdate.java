package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.Column;
import dev.safe4j.jdbc.ConditionalWrite;
import dev.safe4j.jdbc.Fence;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.update.RowId;
import dev.safe4j.update.UpdateResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A write to one row that carries its own check, in the making. For one thread; applied once. It is refused before any
 * statement if a field is unknown or a value does not fit, and then nothing is written. Values go through the converters of
 * their fields; numbers, texts and times are refused where the column would round or cut them.
 */
public final class JooqRowUpdate {

    private final JooqDatabase database;
    private final TypedTable table;
    private final Map<String, Object> key = new LinkedHashMap<>();
    private final Set<String> keyColumns = new TreeSet<>();
    private final Assignments assignments;
    private Condition keyMatches = DSL.noCondition();
    private @Nullable Condition condition;
    private List<Field<?>> returning = List.of();
    private List<String> refusals = List.of();
    private @Nullable RowVersion<?> version;
    private @Nullable RowFence<?> fence;
    private boolean applied;

    JooqRowUpdate(JooqDatabase database, TypedTable table) {
        this.database = database;
        this.table = table;
        this.assignments = new Assignments(table);
    }

    /**
     * Adds a column of the key; call it again for a composite one.
     *
     * @param field the column
     * @param value its value, not null
     * @param <T> its type
     * @return this
     * @throws IllegalArgumentException if the column is unknown or stands in the key already, or the value is null or does
     *     not fit
     */
    public <T> JooqRowUpdate key(Field<T> field, T value) {
        Field<T> bound = table.boundKey(field, value);
        requireFirst(!keyColumns.add(table.columnName(field)), "key column", field.getName());
        key.put(field.getName(), value);
        keyMatches = keyMatches.and(field.eq(bound));
        return this;
    }

    /**
     * Sets a column.
     *
     * @param field the column
     * @param value its new value, null only if the column is nullable
     * @param <T> its type
     * @return this
     * @throws IllegalArgumentException if the column is unknown or assigned already, or the value does not fit
     */
    public <T> JooqRowUpdate set(Field<T> field, @Nullable T value) {
        assignments.add(field, value);
        return this;
    }

    /**
     * Sets a column to an expression over the row as it was: {@code set(SWEET.STOCK, SWEET.STOCK.minus(1))}. What the
     * expression computes is rounded as the database does.
     *
     * @param field the column
     * @param expression the expression
     * @param <T> its type
     * @return this
     * @throws IllegalArgumentException if the column is unknown or assigned already
     */
    public <T> JooqRowUpdate set(Field<T> field, Field<T> expression) {
        assignments.addExpression(field, expression);
        return this;
    }

    /**
     * Adds a condition that the row has to meet; several are all to be met.
     *
     * @param check the condition over the row's columns
     * @return this
     */
    public JooqRowUpdate provided(Condition check) {
        Objects.requireNonNull(check, "the condition is null");
        condition = condition == null ? check : condition.and(check);
        return this;
    }

    /**
     * Expects a version, and sets the next one: one more, or the server's time where the column is a timestamp.
     *
     * @param field the version's column
     * @param expected the version that was read, not null
     * @param <T> its type
     * @return this
     * @throws IllegalArgumentException if the column is unknown or neither a number nor a timestamp, or the version is null,
     *     does not fit or is given twice
     */
    public <T> JooqRowUpdate version(Field<T> field, T expected) {
        Column column = table.column(field);
        requireFirst(version != null, "version column", version == null ? "" : version.name());
        if (expected == null) {
            throw new IllegalArgumentException(
                    "the expected version of " + table.metaData() + " must not be null: read it first.");
        }
        if (!column.isNumeric() && !column.isTimestamp()) {
            throw new IllegalArgumentException("column '" + field.getName() + "' of " + table.metaData()
                    + " is neither a number nor a timestamp, so it is no version.");
        }
        version = RowVersion.of(field, expected, table);
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
    public JooqRowUpdate fencedBy(HeldLock lock) {
        String column = table.metaData().column(Fence.DEFAULT_COLUMN).name();
        return fencedBy(lock, DSL.field(DSL.name(column), Long.class));
    }

    /**
     * Does the same with a column of another name.
     *
     * @param lock the lock under which it is written
     * @param field a column of whole numbers, such as a bigint, null in a row that has seen none
     * @param <T> its type
     * @return this
     */
    public <T extends Number> JooqRowUpdate fencedBy(HeldLock lock, Field<T> field) {
        return fenced(field, lock.fence(), lock);
    }

    /**
     * Does the same with the bare number: where the writer got it from the holder and has no lock to ask.
     *
     * @param number zero or more
     * @param field as above
     * @param <T> its type
     * @return this
     */
    public <T extends Number> JooqRowUpdate fencedBy(long number, Field<T> field) {
        return fenced(field, number, null);
    }

    private <T extends Number> JooqRowUpdate fenced(Field<T> field, long number, @Nullable HeldLock lock) {
        requireFirst(fence != null, "fence column", field.getName());
        fence = RowFence.of(table, field, number, lock);
        return this;
    }

    /**
     * Asks for columns of the row after the write; {@link JooqUpdates#value} reads them with their types.
     *
     * @param fields the columns
     * @return this
     * @throws IllegalArgumentException if one is unknown or given twice
     */
    public JooqRowUpdate returning(Field<?>... fields) {
        Set<String> names = new TreeSet<>();
        for (Field<?> field : fields) {
            requireFirst(!names.add(table.columnName(field)), "column to return", field.getName());
        }
        returning = List.of(fields);
        return this;
    }

    /**
     * Turns the violation of named CHECK or UNIQUE constraints into a refusal. Within a transaction on PostgreSQL the write
     * then takes a savepoint.
     *
     * @param constraints their names
     * @return this
     */
    public JooqRowUpdate refusedBy(String... constraints) {
        for (String constraint : constraints) {
            if (constraint == null || constraint.isBlank()) {
                throw new IllegalArgumentException(
                        "the name of a constraint of " + table.metaData() + " must not be blank.");
            }
        }
        refusals = List.of(constraints);
        return this;
    }

    /**
     * Applies the update.
     *
     * @return applied, refused or missing
     * @throws IllegalArgumentException if no key is given or nothing is assigned; nothing was written
     * @throws dev.safe4j.jdbc.KeyNotUniqueException if the key matched several rows; nothing was written
     * @throws dev.safe4j.retry.OutcomeUnknownException if the connection was lost outside a transaction
     * @throws org.jooq.exception.DataAccessException if the statement failed, or what the configuration's listeners make of it;
     *     outside a transaction nothing was written
     */
    public UpdateResult apply() {
        if (assignments.isEmpty()) {
            throw new IllegalArgumentException("the update of " + row() + " assigns nothing: call set before apply.");
        }
        return run(new JooqWrite.Target(table, row(), keyMatches, condition, version, fence), false);
    }

    /**
     * Deletes the row, if it meets the conditions and has the expected version.
     *
     * @return applied, refused or missing
     * @throws IllegalArgumentException if no key is given, or something is assigned or to be returned; nothing was deleted
     * @throws dev.safe4j.jdbc.KeyNotUniqueException if the key matched several rows; nothing was deleted
     * @throws dev.safe4j.retry.OutcomeUnknownException if the connection was lost outside a transaction
     * @throws org.jooq.exception.DataAccessException if the statement failed, or what the configuration's listeners make of it;
     *     outside a transaction nothing was deleted
     */
    public UpdateResult delete() {
        if (!assignments.isEmpty() || !returning.isEmpty()) {
            throw new IllegalArgumentException(
                    "the delete of " + row() + " assigns or returns columns: a delete does neither.");
        }
        return run(new JooqWrite.Target(table, row(), keyMatches, condition, version, fence), true);
    }

    private UpdateResult run(JooqWrite.Target target, boolean delete) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the write to " + table.metaData() + " names no row: call key first.");
        }
        requireFirst(applied, "write of", row().toString());
        Map<Field<?>, Field<?>> changes = delete ? Map.of() : assignments.inOrder(database, version, fence);
        JooqWrite write = new JooqWrite(target, changes, returning, database.dialect());
        if (write.readsBack()) {
            assignments.requireKept(keyColumns);
        }
        ConditionalWrite.Plan plan = new ConditionalWrite.Plan(
                table.metaData().isUnique(keyColumns),
                write.readsBack(),
                condition == null ? null : database.inWords(condition),
                version == null ? null : version.expected(),
                fence == null ? null : fence.fence(),
                refusals);
        if (fence != null) {
            fence.fence().ensureHeld();
        }
        applied = true;
        String task = (delete ? "the delete from " : "the update of ") + table.metaData();
        UpdateResult result = database.run(
                task, (session, statements) -> new ConditionalWrite(write.by(statements), plan).run(session));
        return database.events().written(table.metaData(), result);
    }

    private RowId row() {
        return new RowId(table.metaData().name(), key);
    }

    private void requireFirst(boolean again, String what, String name) {
        if (again) {
            throw new IllegalArgumentException(
                    "the " + what + " '" + name + "' of " + table.metaData() + " is given twice.");
        }
    }
}
