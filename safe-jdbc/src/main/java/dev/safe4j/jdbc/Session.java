package dev.safe4j.jdbc;

import java.sql.Blob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * A connection for the length of one operation of a room, and whether the caller's transaction is on it. Used by one thread;
 * never kept.
 */
public final class Session {

    private final Connection connection;
    private final boolean inTransaction;
    private final Dialect dialect;
    private final @Nullable DataSource timed;
    private final int seconds;

    /**
     * Makes a session on a connection.
     *
     * @param connection the connection, which stays the caller's to give back
     * @param inTransaction whether a transaction of the caller is open on it, to be joined
     * @param dialect of its database
     */
    public Session(Connection connection, boolean inTransaction, Dialect dialect) {
        this(connection, inTransaction, dialect, null, 0);
    }

    /** With {@code timed}, the statements get what is left of the time of the Spring transaction on that data source. */
    Session(Connection connection, boolean inTransaction, Dialect dialect, @Nullable DataSource timed) {
        this(connection, inTransaction, dialect, timed, 0);
    }

    private Session(
            Connection connection, boolean inTransaction, Dialect dialect, @Nullable DataSource timed, int seconds) {
        this.connection = connection;
        this.inTransaction = inTransaction;
        this.dialect = dialect;
        this.timed = timed;
        this.seconds = seconds;
    }

    /**
     * Returns the session with a limit on each of its statements.
     *
     * @param limit in seconds, above zero
     * @return a session on the same connection
     */
    public Session limitedTo(int limit) {
        return new Session(connection, inTransaction, dialect, timed, limit);
    }

    /**
     * Work on a session.
     *
     * @param <T> what it returns
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {

        /**
         * Runs the work.
         *
         * @param session the session
         * @return the result
         * @throws SQLException if a statement fails
         */
        T on(Session session) throws SQLException;
    }

    /**
     * Returns the connection.
     *
     * @return the connection, not to be closed
     */
    public Connection connection() {
        return connection;
    }

    /**
     * Tells whether a transaction of the caller is open.
     *
     * @return true if what is written here is committed by somebody else
     */
    public boolean inTransaction() {
        return inTransaction;
    }

    /**
     * Returns the dialect.
     *
     * @return the dialect of the connection's database
     */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Runs a write.
     *
     * @param sql the statement
     * @param values its values
     * @return the number of rows it matched
     * @throws SQLException if it fails
     */
    public int update(String sql, List<? extends @Nullable Object> values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /**
     * Runs a statement that answers rows, a RETURNING one too.
     *
     * @param sql the statement
     * @param values its values
     * @param columns how many columns it answers
     * @return the rows, each an array of the columns' values
     * @throws SQLException if it fails
     */
    public List<@Nullable Object[]> query(String sql, List<? extends @Nullable Object> values, int columns)
            throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            List<@Nullable Object[]> rows = new ArrayList<>(1);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    @Nullable Object[] row = new Object[columns];
                    for (int i = 0; i < columns; i++) {
                        row[i] = read(result.getObject(i + 1));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    /** H2 hands out its large objects as locators, which end with the connection. */
    private static @Nullable Object read(@Nullable Object value) throws SQLException {
        return value instanceof Blob blob ? blob.getBytes(1, Math.toIntExact(blob.length())) : value;
    }

    /**
     * Runs a write several times, with other values each time, sent together as far as the driver does that.
     *
     * @param sql the statement
     * @param values its values, for each time
     * @return for each time the number of rows it matched; below zero where the driver does not tell
     * @throws SQLException if one fails; those before it may have been done
     */
    public int[] batch(String sql, List<? extends List<? extends @Nullable Object>> values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values.get(0))) {
            for (List<? extends @Nullable Object> each : values) {
                bind(statement, each);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /**
     * Prepares a statement that ends with what is left of the time of the caller's transaction, as those of the other methods do.
     *
     * @param sql the statement
     * @param values its values
     * @return the statement, to be closed by the caller
     * @throws SQLException if it cannot be prepared
     */
    public PreparedStatement prepare(String sql, List<? extends @Nullable Object> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            if (timed != null) {
                DataSourceUtils.applyTransactionTimeout(statement, timed);
            }
            if (seconds > 0) {
                statement.setQueryTimeout(seconds);
            }
            bind(statement, values);
            return statement;
        } catch (SQLException | RuntimeException failure) {
            statement.close();
            throw failure;
        }
    }

    /**
     * Binds values to a statement.
     *
     * @param statement the statement
     * @param values the values, in order
     * @throws SQLException if the driver does not take one
     */
    public static void bind(PreparedStatement statement, List<? extends @Nullable Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof Untyped untyped) {
                statement.setObject(i + 1, untyped.text(), Types.OTHER);
            } else {
                statement.setObject(i + 1, Column.bindable(value));
            }
        }
    }

    /**
     * Text whose type the server finds out from the column it meets: PostgreSQL takes no varchar for an enum or a jsonb.
     *
     * @param text the text
     */
    record Untyped(String text) {}

    /**
     * Runs work that must be taken back as a whole if it fails: in a transaction of its own, or up to a savepoint within the
     * caller's transaction.
     *
     * @param work the work
     * @param <T> what it returns
     * @return its result
     * @throws SQLException if it fails; then nothing of it is left
     */
    public <T extends @Nullable Object> T atomically(Work<T> work) throws SQLException {
        return inTransaction ? toSavepoint(work) : inOwnTransaction(work);
    }

    private <T extends @Nullable Object> T toSavepoint(Work<T> work) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            T result = work.on(this);
            connection.releaseSavepoint(savepoint);
            return result;
        } catch (Throwable failure) {
            undo(failure, () -> connection.rollback(savepoint));
            throw failure;
        }
    }

    private <T extends @Nullable Object> T inOwnTransaction(Work<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
        try {
            T result = work.on(new Session(connection, true, dialect, timed, seconds));
            connection.commit();
            return result;
        } catch (Throwable failure) {
            undo(failure, connection::rollback);
            throw failure;
        } finally {
            if (autoCommit && !connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void undo(Throwable failure, SqlAction rollback) {
        try {
            rollback.run();
        } catch (SQLException | RuntimeException further) {
            failure.addSuppressed(further);
        }
    }

    private interface SqlAction {
        void run() throws SQLException;
    }
}
