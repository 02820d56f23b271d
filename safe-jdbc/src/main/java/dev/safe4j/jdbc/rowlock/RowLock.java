package dev.safe4j.jdbc.rowlock;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.KeyOrder;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.Table;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.update.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows to be locked, in the making. For one thread. The rows are locked one after the other in the order of {@link KeyOrder},
 * whatever the order given, the same row only once.
 */
public final class RowLock {

    /** How long each row is waited for unless said otherwise. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

    private static final int MOST = 1_000;

    private final Database database;
    private final Table table;
    private List<String> key = List.of();
    private final TreeSet<List<Object>> rows = new TreeSet<>(KeyOrder.INSTANCE);
    private List<String> columns = List.of();
    private LockWait wait = LockWait.within(DEFAULT_WAIT);

    RowLock(Database database, Table table) {
        this.database = database;
        this.table = table;
    }

    /**
     * Names the rows by a key of one column.
     *
     * @param column the column
     * @param values the keys, none null; those of no row are left out of the answer
     * @return this
     * @throws IllegalArgumentException if there are none or more than 1,000, or one is null or does not fit
     */
    public RowLock keys(String column, Collection<?> values) {
        return keys(values.stream().map(value -> single(column, value)).toList());
    }

    private Map<String, Object> single(String column, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("the key '" + column + "' of " + table + " must not be null.");
        }
        return Map.of(column, value);
    }

    /**
     * Names one row by a key of one column.
     *
     * @param column the column
     * @param value the key, not null
     * @return this
     */
    public RowLock key(String column, Object value) {
        return keys(List.of(single(column, value)));
    }

    /**
     * Names the rows by keys of several columns.
     *
     * @param keys the keys, each with the same columns
     * @return this
     * @throws IllegalArgumentException if there are none or more than 1,000, or one does not fit
     */
    public RowLock keys(List<? extends Map<String, ?>> keys) {
        if (keys.isEmpty() || keys.size() > MOST) {
            throw new IllegalArgumentException(
                    "the rows of " + table + " to lock must be 1 to " + MOST + ", and are " + keys.size() + ".");
        }
        key = keys.get(0).keySet().stream().sorted().toList();
        rows.clear();
        for (Map<String, ?> each : keys) {
            if (!each.keySet().equals(keys.get(0).keySet())) {
                throw new IllegalArgumentException("the keys of " + table + " differ in their columns: " + each.keySet()
                        + " and " + keys.get(0).keySet() + ".");
            }
            List<Object> values = new ArrayList<>();
            for (String column : key) {
                Object value = single(column, each.get(column)).get(column);
                table.column(column).checked(value);
                values.add(value);
            }
            rows.add(values);
        }
        return this;
    }

    /**
     * Asks for columns of the locked rows, beside those of the key.
     *
     * @param names the columns
     * @return this
     */
    public RowLock columns(String... names) {
        Arrays.asList(names).forEach(table::column);
        columns = List.of(names);
        return this;
    }

    /**
     * Waits for each row no longer than this; MariaDB and MySQL round it up to whole seconds.
     *
     * @param limit longer than zero, at most an hour
     * @return this
     */
    public RowLock within(Duration limit) {
        wait = LockWait.within(limit);
        return this;
    }

    /**
     * Fails at once if a row is locked.
     *
     * @return this
     */
    public RowLock noWait() {
        wait = LockWait.none();
        return this;
    }

    /**
     * Leaves out rows that are locked.
     *
     * @return this
     */
    public RowLock skipLocked() {
        wait = LockWait.skip();
        return this;
    }

    /**
     * Locks the rows against every other lock and change.
     *
     * @return the rows that are there, in the order in which they were locked
     * @throws IllegalStateException outside a transaction; nothing was locked
     * @throws RowsLockedException if one was not free in time; locks taken before stay, and on PostgreSQL the transaction has
     *     to be rolled back
     */
    public List<Row> forUpdate() {
        return lock(true);
    }

    /**
     * Locks the rows against change, while others may read and share them. H2 has no such lock and takes the stronger one.
     *
     * @return the rows that are there, in the order in which they were locked
     * @throws IllegalStateException outside a transaction; nothing was locked
     * @throws RowsLockedException as for {@link #forUpdate()}
     */
    public List<Row> forShare() {
        return lock(false);
    }

    private List<Row> lock(boolean exclusive) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("the rows of " + table + " to lock are not named: call key or keys.");
        }
        List<String> answered = new ArrayList<>(key);
        columns.stream().filter(name -> !key.contains(name)).forEach(answered::add);
        RowLockSql sql = new RowLockSql(table, database.dialect(), key, answered, wait);
        return database.events()
                .locked(
                        table,
                        wait.kind() == LockWait.Kind.WITHIN,
                        database.faults(),
                        () -> database.run("locking rows of " + table, session -> lock(session, sql, exclusive)));
    }

    private List<Row> lock(Session session, RowLockSql sql, boolean exclusive) throws SQLException {
        RowLocks.requireTransaction(session);
        try {
            return sql.run(session, List.copyOf(rows), exclusive);
        } catch (SQLException failure) {
            if (database.faults().classify(failure) == FaultClass.LOCK_UNAVAILABLE) {
                throw new RowsLockedException(table.name(), key, List.copyOf(rows), wait, failure);
            }
            throw failure;
        }
    }
}
