package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Table;
import dev.safe4j.update.InsertResult;
import dev.safe4j.update.Row;
import java.util.Map;

/** What can be written to one table. Thread-safe. */
public final class TableUpdates {

    private final Database database;
    private final Table table;
    private final StatementCache statements;

    TableUpdates(Database database, Table table, StatementCache statements) {
        this.database = database;
        this.table = table;
        this.statements = statements;
    }

    /**
     * Names the row to update or delete by a column of its key; call {@link RowUpdate#key} again for a composite one.
     *
     * @param column the column
     * @param value its value, not null
     * @return the write, to be given assignments and conditions
     * @throws IllegalArgumentException if there is no such column, or the value is null or does not fit it
     */
    public RowUpdate key(String column, Object value) {
        return new RowUpdate(database, table, statements).key(column, value);
    }

    /**
     * Names the row by all columns of its key.
     *
     * @param key the columns and their values, none null
     * @return the write, to be given assignments and conditions
     * @throws IllegalArgumentException as for {@link #key(String, Object)}, or if the key is empty
     */
    public RowUpdate key(Map<String, ?> key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the key of a row in " + table + " must not be empty.");
        }
        RowUpdate update = new RowUpdate(database, table, statements);
        key.forEach(update::key);
        return update;
    }

    /**
     * Inserts a row unless one with the same unique key is there. One statement. Within a transaction on PostgreSQL the
     * duplicate does not end the transaction; there the answer does not say which constraint it was
     * ({@link #insertIfAbsentNamingConstraint} does). At REPEATABLE READ and above, PostgreSQL answers a duplicate that the
     * snapshot does not see with a serialization failure: run the whole transaction again.
     *
     * @param row the columns and values
     * @return inserted or duplicate
     * @throws IllegalArgumentException if a column is unknown or a value does not fit; nothing was written
     */
    public InsertResult insertIfAbsent(Row row) {
        return new RowInsert(database, table, row).ifAbsent(false);
    }

    /**
     * Inserts a row unless one with the same unique key is there, and says which unique constraint was met. Within a
     * transaction on PostgreSQL this takes a savepoint: two further round trips.
     *
     * @param row the columns and values
     * @return inserted, or duplicate with the constraint's name
     * @throws IllegalArgumentException if a column is unknown or a value does not fit; nothing was written
     */
    public InsertResult insertIfAbsentNamingConstraint(Row row) {
        return new RowInsert(database, table, row).ifAbsent(true);
    }

    /**
     * Starts an insert with a condition over other rows, such as a count. The condition alone would race; the insert needs a
     * guard row, which makes those who check the same thing wait for one another.
     *
     * @param row the columns and values
     * @return the insert, to be given its guard and its condition
     * @throws IllegalArgumentException if a column is unknown or a value does not fit
     */
    public GuardedInsert insert(Row row) {
        return new GuardedInsert(database, table, row);
    }

    /**
     * Starts an insert that turns into an update where the row is there already, in one statement.
     *
     * @param row the columns and values, those of the key among them
     * @return the upsert, to be told its key and what to change in a row that is there
     * @throws IllegalArgumentException if a column is unknown or a value does not fit
     */
    public Upsert upsert(Row row) {
        return new Upsert(database, table, row);
    }
}
