package dev.safe4j.jdbc.advisory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection taken out of the data source for one lock, in auto-commit mode meanwhile. Used by one thread at a time. */
final class OwnConnection {

    private static final Logger LOG = LoggerFactory.getLogger(OwnConnection.class);

    private final Connection connection;
    private final boolean wasAutoCommit;

    private OwnConnection(Connection connection, boolean wasAutoCommit) {
        this.connection = connection;
        this.wasAutoCommit = wasAutoCommit;
    }

    static OwnConnection of(Connection connection) throws SQLException {
        try {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                connection.setAutoCommit(true);
            }
            return new OwnConnection(connection, autoCommit);
        } catch (SQLException | RuntimeException failure) {
            closeQuietly(connection);
            throw failure;
        }
    }

    Connection connection() {
        return connection;
    }

    /** Gives it back to be used by others: it holds nothing any more. */
    void giveBack() {
        try {
            if (!wasAutoCommit) {
                connection.setAutoCommit(false);
            }
            connection.close();
        } catch (SQLException doubtful) {
            evict();
        }
    }

    /**
     * Ends the session for good, whatever it holds. The failure after it tells the pool, if there is one, that the connection is
     * not to be used again.
     */
    void evict() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException failure) {
            LOG.warn("The connection of an advisory lock could not be aborted; it ends with its pool.", failure);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        } catch (SQLException expected) {
            LOG.debug("The connection of an advisory lock is closed for good.");
        }
        closeQuietly(connection);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            LOG.debug("A connection that is closed for good did not close.", failure);
        }
    }
}
