package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.KeyOrder;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.rowlock.LockWait;
import dev.safe4j.jdbc.rowlock.RowLock;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.rowlock.RowsLockedException;
import dev.safe4j.retry.FaultClass;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Rows to be locked, in the making. For one thread. The rows are locked one after the other in the order of {@link KeyOrder}
 * over what is stored, whatever the order given, the same row only once.
 */
public final class JooqRowLock {

    private static final int MOST = 1_000;

    private final JooqDatabase database;
    private final TypedTable table;
    private final TreeMap<List<Object>, Condition> rows = new TreeMap<>(KeyOrder.INSTANCE);
    private Map<String, Field<?>> key = Map.of();
    private List<Field<?>> columns = List.of();
    private LockWait wait = LockWait.within(RowLock.DEFAULT_WAIT);

    JooqRowLock(JooqDatabase database, TypedTable table) {
        this.database = database;
        this.table = table;
    }

    /**
     * Names the rows by a key of one column.
     *
     * @param field the column
     * @param values the keys, none null; those of no row are left out of the answer
     * @param <T> their type
     * @return this
     * @throws IllegalArgumentException if there are none or more than 1,000, or one is null or does not fit
     */
    public <T> JooqRowLock keys(Field<T> field, Collection<? extends T> values) {
        table.column(field);
        for (T value : values) {
            table.boundKey(field, value);
        }
        return keys(values.stream().map(value -> Map.of(field, value)).toList());
    }

    /**
     * Names one row by a key of one column.
     *
     * @param field the column
     * @param value the key, not null
     * @param <T> its type
     * @return this
     * @throws IllegalArgumentException if the value is null or does not fit
     */
    public <T> JooqRowLock key(Field<T> field, T value) {
        table.boundKey(field, value);
        return keys(List.of(Map.of(field, value)));
    }

    /**
     * Names the rows by keys of several columns.
     *
     * @param keys the keys, each with the same columns
     * @return this
     * @throws IllegalArgumentException if there are none or more than 1,000, or one does not fit
     */
    public JooqRowLock keys(List<? extends Map<? extends Field<?>, ?>> keys) {
        if (keys.isEmpty() || keys.size() > MOST) {
            throw new IllegalArgumentException("the rows of " + table.metaData() + " to lock must be 1 to " + MOST
                    + ", and are " + keys.size() + ".");
        }
        Map<String, Field<?>> first = byName(keys.get(0));
        rows.clear();
        for (Map<? extends Field<?>, ?> each : keys) {
            Map<String, Field<?>> named = byName(each);
            if (named.isEmpty() || !named.keySet().equals(first.keySet())) {
                throw new IllegalArgumentException("the keys of " + table.metaData()
                        + " are empty or differ in their columns: " + named.keySet() + " and " + first.keySet() + ".");
            }
            List<Object> stored = new ArrayList<>();
            Condition matches = DSL.noCondition();
            for (Field<?> field : named.values()) {
                matches = matches.and(matches(field, each.get(field), stored));
            }
            rows.put(stored, matches);
        }
        key = first;
        return this;
    }

    /** The fields by their columns' names, in the order in which the plain row locks compare them. */
    private Map<String, Field<?>> byName(Map<? extends Field<?>, ?> given) {
        Map<String, Field<?>> named = new TreeMap<>();
        given.keySet().forEach(field -> named.put(table.columnName(field), field));
        return new LinkedHashMap<>(named);
    }

    private <T> Condition matches(Field<T> field, @Nullable Object value, List<Object> stored) {
        T typed = table.typed(field, value);
        Field<T> bound = table.boundKey(field, typed);
        stored.add(Objects.requireNonNull(TypedTable.databaseValue(field, Objects.requireNonNull(typed))));
        return field.eq(bound);
    }

    /**
     * Asks for columns of the locked rows, beside those of the key.
     *
     * @param fields the columns
     * @return this
     * @throws IllegalArgumentException if one is unknown
     */
    public JooqRowLock columns(Field<?>... fields) {
        for (Field<?> field : fields) {
            table.column(field);
        }
        columns = List.of(fields);
        return this;
    }

    /**
     * Waits for each row no longer than this; MariaDB and MySQL round it up to whole seconds.
     *
     * @param limit longer than zero, at most an hour
     * @return this
     */
    public JooqRowLock within(Duration limit) {
        wait = LockWait.within(limit);
        return this;
    }

    /**
     * Fails at once if a row is locked.
     *
     * @return this
     */
    public JooqRowLock noWait() {
        wait = LockWait.none();
        return this;
    }

    /**
     * Leaves out rows that are locked.
     *
     * @return this
     */
    public JooqRowLock skipLocked() {
        wait = LockWait.skip();
        return this;
    }

    /**
     * Locks the rows against every other lock and change.
     *
     * @return the rows that are there, in the order in which they were locked: the key and the columns asked for; not attached
     *     to a configuration
     * @throws IllegalStateException outside a transaction; nothing was locked
     * @throws RowsLockedException if one was not free in time; locks taken before stay, and on PostgreSQL the transaction has
     *     to be rolled back
     * @throws org.jooq.exception.DataAccessException if a statement failed, or what the configuration's listeners make of it
     */
    public List<Record> forUpdate() {
        return lock(true);
    }

    /**
     * Locks the rows against change, while others may read and share them. H2 has no such lock and takes the stronger one.
     *
     * @return the rows that are there, in the order in which they were locked; see {@link #forUpdate()}
     * @throws IllegalStateException outside a transaction; nothing was locked
     * @throws RowsLockedException as for {@link #forUpdate()}
     * @throws org.jooq.exception.DataAccessException if a statement failed, or what the configuration's listeners make of it
     */
    public List<Record> forShare() {
        return lock(false);
    }

    private List<Record> lock(boolean exclusive) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "the rows of " + table.metaData() + " to lock are not named: call key or keys.");
        }
        Map<String, Field<?>> answered = new LinkedHashMap<>(key);
        columns.forEach(field -> answered.putIfAbsent(table.columnName(field), field));
        JooqRowLockSql sql =
                new JooqRowLockSql(table, database.dialect(), List.copyOf(answered.values()), wait, exclusive);
        String task = "locking rows of " + table.metaData();
        return database.events()
                .locked(
                        table.metaData(),
                        wait.kind() == LockWait.Kind.WITHIN,
                        database.faults(),
                        () -> database.run(task, (session, statements) -> lock(session, statements, sql)));
    }

    private List<Record> lock(Session session, Statements statements, JooqRowLockSql sql) throws SQLException {
        RowLocks.requireTransaction(session);
        try {
            return sql.run(statements, List.copyOf(rows.values()));
        } catch (SQLException failure) {
            if (database.faults().classify(failure) == FaultClass.LOCK_UNAVAILABLE) {
                throw new RowsLockedException(
                        table.metaData().name(), List.copyOf(key.keySet()), List.copyOf(rows.keySet()), wait, failure);
            }
            throw failure;
        }
    }
}
