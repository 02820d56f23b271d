package dev.safe4j.jdbc.rowlock;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.Table;
import dev.safe4j.update.RowId;
import dev.safe4j.update.RowMissingException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Locks rows for the length of the caller's transaction, in one fixed order. Thread-safe; the builders that it hands out are
 * for one thread. Refuses to work outside a transaction, where a row lock would be gone before the caller could use it.
 */
public final class RowLocks {

    private final Database database;

    private RowLocks(Database database) {
        this.database = database;
    }

    /**
     * Makes the noun for a database.
     *
     * @param database the database
     * @return the noun
     */
    public static RowLocks on(Database database) {
        return new RowLocks(database);
    }

    /**
     * Names the table whose rows are to be locked.
     *
     * @param table its name, unquoted
     * @return what can be locked
     * @throws dev.safe4j.jdbc.UnknownNameException if there is no such table
     */
    public RowLock table(String table) {
        return new RowLock(database, database.table(table));
    }

    /**
     * Makes callers that use the same guard row go one after the other until their transactions end, by writing the row
     * without changing it. The portable way against write skew and phantoms, on one condition: <b>take it before anything is
     * read in the transaction</b>. What was read before may be old. PostgreSQL notices that at REPEATABLE READ and above and
     * answers with a conflict; MariaDB, MySQL and H2 do not, and go on to show the old snapshot.
     *
     * @param table the guard's table
     * @param column its unique key
     * @param value the key of the guard row, not null
     * @throws IllegalArgumentException if the column is unknown or not unique, or the value does not fit; nothing was locked
     * @throws IllegalStateException outside a transaction; nothing was locked
     * @throws RowMissingException if there is no such row
     */
    public void guard(String table, String column, Object value) {
        Table guard = database.table(table);
        String key = guard.quoted(column);
        if (value == null || !guard.isUnique(List.of(column))) {
            throw new IllegalArgumentException("a guard row is named by a unique key that is not null; '" + column
                    + "' = " + value + " of " + guard + " is none.");
        }
        String sql = "update " + guard.sqlName() + " set " + key + " = " + key + " where " + key + " = ?";
        Object bound = guard.column(column).bound(value, database.dialect());
        int rows = database.events()
                .locked(
                        guard,
                        true,
                        database.faults(),
                        () -> database.run("the guard row of " + guard, session -> locked(session, sql, bound)));
        if (rows == 0) {
            throw new RowMissingException(new RowId(guard.name(), Map.of(column, value)));
        }
    }

    private static int locked(Session session, String sql, @Nullable Object value) throws SQLException {
        requireTransaction(session);
        return session.update(sql, Collections.singletonList(value));
    }

    /**
     * Throws outside a transaction.
     *
     * @param session the session
     * @throws IllegalStateException if no transaction of the caller is open on it
     */
    public static void requireTransaction(Session session) {
        if (!session.inTransaction()) {
            throw new IllegalStateException(
                    "row locks need a transaction: outside one they would be gone as soon as they are"
                            + " taken. Use Transactions.run or @Transactional; if it is there, is it bypassed by a call on this,"
                            + " or is its transaction one of another data source?");
        }
    }
}
