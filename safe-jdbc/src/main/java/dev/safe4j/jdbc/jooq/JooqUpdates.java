package dev.safe4j.jdbc.jooq;

import dev.safe4j.update.InsertResult;
import dev.safe4j.update.RowListener;
import dev.safe4j.update.UpdateResult.Applied;
import java.util.Map;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes that carry their own check, on jOOQ's tables and fields: the noun from which every conditional, versioned and
 * insert-if-absent write starts. Thread-safe; the builders that it hands out are for one thread and one write.
 *
 * <p>A connection with auto-commit off is in a transaction of the caller, which every write joins: a Spring transaction where
 * the configuration's data source is a {@code TransactionAwareDataSourceProxy}, or jOOQ's own:
 *
 * <pre>{@code dsl.transaction(trx -> updates.in(trx).update(SWEET).key(SWEET.ID, id) … .apply());}</pre>
 *
 * <p>As with every statement of jOOQ's, a noun that is not bound to {@code trx} works outside that transaction, on another
 * connection; and where a pool hands out connections with auto-commit off, nothing is committed without a transaction. With
 * auto-commit on, each write is a transaction of its own.
 */
public final class JooqUpdates {

    private final JooqDatabase database;

    private JooqUpdates(JooqDatabase database) {
        this.database = database;
    }

    /**
     * Makes the noun for a jOOQ context. Connects once and finds out which database it is.
     *
     * @param dsl the context
     * @return the noun
     * @throws dev.safe4j.jdbc.UnsupportedDatabaseException if the database is not a supported one
     * @throws IllegalArgumentException if the context writes the SQL of another database than it is connected to
     * @throws org.jooq.exception.DataAccessException if there is no connection to be had
     */
    public static JooqUpdates on(DSLContext dsl) {
        return new JooqUpdates(JooqDatabase.of(dsl));
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of the writes
     * @return the noun with it; what was looked up in the database is shared
     */
    public JooqUpdates listener(RowListener listener) {
        return new JooqUpdates(database.listener(listener));
    }

    /**
     * Returns the same noun for another configuration of the same database, such as the one that
     * {@link DSLContext#transaction} gives to its body. What was looked up in the database is shared.
     *
     * @param configuration the configuration
     * @return the noun, which works on the connection of that configuration
     */
    public JooqUpdates in(Configuration configuration) {
        return new JooqUpdates(database.in(configuration));
    }

    /**
     * Names the table to update or delete from.
     *
     * @param table the table itself, not an alias
     * @return the write, to be given a key, assignments and conditions
     * @throws dev.safe4j.jdbc.UnknownNameException if there is no such table in the database
     * @throws IllegalArgumentException if it is an alias or a derived table
     */
    public JooqRowUpdate update(Table<?> table) {
        return new JooqRowUpdate(database, database.table(table));
    }

    /**
     * Inserts a row unless one with the same unique key is there. One statement. Within a transaction on PostgreSQL the
     * duplicate does not end the transaction; there the answer does not say which constraint it was
     * ({@link #insertIfAbsentNamingConstraint(Table, Map)} does). At REPEATABLE READ and above, PostgreSQL answers a duplicate
     * that the snapshot does not see with a serialization failure: run the whole transaction again.
     *
     * @param table the table itself, not an alias
     * @param values the fields with their values, or with expressions
     * @return inserted or duplicate
     * @throws IllegalArgumentException if a field is unknown or a value does not fit; nothing was written
     * @throws dev.safe4j.retry.OutcomeUnknownException if the connection was lost outside a transaction
     * @throws org.jooq.exception.DataAccessException if the statement failed, or what the configuration's listeners make of it;
     *     outside a transaction nothing was written
     */
    public InsertResult insertIfAbsent(Table<?> table, Map<? extends Field<?>, ?> values) {
        return new JooqInsert(database, database.table(table), values).ifAbsent(false);
    }

    /**
     * Inserts a record unless a row with the same unique key is there, as {@link #insertIfAbsent(Table, Map)} does.
     *
     * @param row the record, of which those values are inserted that were set in it, as jOOQ's own insert does; it is not
     *     changed itself, and generated values are not read back
     * @return inserted or duplicate
     * @throws IllegalArgumentException if a field is unknown or a value does not fit; nothing was written
     */
    public InsertResult insertIfAbsent(TableRecord<?> row) {
        return new JooqInsert(database, database.table(row.getTable()), row).ifAbsent(false);
    }

    /**
     * Inserts a row unless one with the same unique key is there, and says which unique constraint was met. Within a
     * transaction on PostgreSQL this takes a savepoint: two further round trips.
     *
     * @param table the table itself, not an alias
     * @param values the fields with their values, or with expressions
     * @return inserted, or duplicate with the constraint's name
     * @throws IllegalArgumentException if a field is unknown or a value does not fit; nothing was written
     */
    public InsertResult insertIfAbsentNamingConstraint(Table<?> table, Map<? extends Field<?>, ?> values) {
        return new JooqInsert(database, database.table(table), values).ifAbsent(true);
    }

    /**
     * Inserts a record unless a row with the same unique key is there, and says which unique constraint was met, as
     * {@link #insertIfAbsentNamingConstraint(Table, Map)} does.
     *
     * @param row the record, of which those values are inserted that were set in it
     * @return inserted, or duplicate with the constraint's name
     * @throws IllegalArgumentException if a field is unknown or a value does not fit; nothing was written
     */
    public InsertResult insertIfAbsentNamingConstraint(TableRecord<?> row) {
        return new JooqInsert(database, database.table(row.getTable()), row).ifAbsent(true);
    }

    /**
     * Returns a value that a write returned, with the type of its field.
     *
     * @param applied the applied write
     * @param field one of the fields given to {@link JooqRowUpdate#returning}
     * @param <T> its type
     * @return the value after the write, may be null
     * @throws IllegalArgumentException if the field was not asked for
     */
    public static <T> @Nullable T value(Applied applied, Field<T> field) {
        return field.getType().cast(applied.values().get(field.getName()));
    }
}
