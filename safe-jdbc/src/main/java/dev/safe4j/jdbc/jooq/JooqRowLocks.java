package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.update.RowId;
import dev.safe4j.update.RowListener;
import dev.safe4j.update.RowMissingException;
import java.util.List;
import java.util.Map;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Locks rows of jOOQ's tables for the length of the caller's transaction, in one fixed order, which is that of
 * {@link RowLocks} too. Thread-safe; the builders that it hands out are for one thread. Refuses to work outside a transaction
 * (that is, with auto-commit on), where a row lock would be gone before the caller could use it:
 *
 * <pre>{@code dsl.transaction(trx -> locks.in(trx).table(WALLET).keys(WALLET.ID, List.of(from, to)).forUpdate() …);}</pre>
 */
public final class JooqRowLocks {

    private final JooqDatabase database;

    private JooqRowLocks(JooqDatabase database) {
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
    public static JooqRowLocks on(DSLContext dsl) {
        return new JooqRowLocks(JooqDatabase.of(dsl));
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of the locks
     * @return the noun with it; what was looked up in the database is shared
     */
    public JooqRowLocks listener(RowListener listener) {
        return new JooqRowLocks(database.listener(listener));
    }

    /**
     * Returns the same noun for another configuration of the same database, such as the one that
     * {@link DSLContext#transaction} gives to its body. What was looked up in the database is shared.
     *
     * @param configuration the configuration
     * @return the noun, which works on the connection of that configuration
     */
    public JooqRowLocks in(Configuration configuration) {
        return new JooqRowLocks(database.in(configuration));
    }

    /**
     * Names the table whose rows are to be locked.
     *
     * @param table the table itself, not an alias
     * @return what can be locked
     * @throws dev.safe4j.jdbc.UnknownNameException if there is no such table in the database
     * @throws IllegalArgumentException if it is an alias or a derived table
     */
    public JooqRowLock table(Table<?> table) {
        return new JooqRowLock(database, database.table(table));
    }

    /**
     * Makes callers that use the same guard row go one after the other until their transactions end, at every isolation level
     * and on every database: the row is written without being changed, so that a transaction with an older snapshot fails
     * with a conflict instead of reading what was true before. The portable way against write skew and phantoms.
     *
     * @param table the guard's table
     * @param key its unique key
     * @param value the key of the guard row, not null
     * @param <T> its type
     * @throws IllegalArgumentException if the column is unknown or not unique, or the value does not fit; nothing was locked
     * @throws IllegalStateException outside a transaction; nothing was locked
     * @throws RowMissingException if there is no such row
     * @throws org.jooq.exception.DataAccessException if the statement failed, or what the configuration's listeners make of it;
     *     on PostgreSQL the transaction has to be rolled back
     */
    public <T> void guard(Table<?> table, Field<T> key, T value) {
        TypedTable guard = database.table(table);
        Field<T> bound = guard.boundKey(key, value);
        if (!guard.metaData().isUnique(List.of(key.getName()))) {
            throw new IllegalArgumentException("a guard row is named by a unique key; '" + key.getName() + "' of "
                    + guard.metaData() + " is none.");
        }
        JooqDatabase.Work<Integer> lock = (session, statements) -> {
            RowLocks.requireTransaction(session);
            return statements.run(
                    dsl -> dsl.update(table).set(key, key).where(key.eq(bound)).execute());
        };
        int rows = database.events()
                .locked(
                        guard.metaData(),
                        true,
                        database.faults(),
                        () -> database.run("the guard row of " + guard.metaData(), lock));
        if (rows == 0) {
            throw new RowMissingException(new RowId(guard.metaData().name(), Map.of(key.getName(), value)));
        }
    }
}
