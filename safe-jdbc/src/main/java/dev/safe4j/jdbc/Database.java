package dev.safe4j.jdbc;

import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.update.RowListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The database that the SQL rooms run on: a data source, its {@link Dialect} and the tables looked up so far. Thread-safe; one
 * per data source is enough. Statements run on the connection of the caller's Spring transaction if there is one.
 */
public final class Database {

    private static final int MOST_TABLES = 10_000;

    private final DataSource dataSource;
    private final Dialect dialect;
    private final SqlFaults faults;
    private final FaultTranslator translator;
    private final Map<String, Table> tables;
    private final RowEvents events;
    private final TransactionEnds ends = new TransactionEnds();

    private Database(DataSource dataSource, Dialect dialect, Map<String, Table> tables, RowEvents events) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.faults = SqlFaults.of(dialect);
        this.translator = new FaultTranslator(faults);
        this.tables = tables;
        this.events = events;
    }

    /**
     * Connects once and finds out which database it is.
     *
     * @param dataSource the application's data source
     * @return the database
     * @throws UnsupportedDatabaseException if it is not a supported one, or its driver hides which rows a write matched
     * @throws CannotGetJdbcConnectionException if there is no connection to be had
     */
    public static Database of(DataSource dataSource) {
        Connection connection =
                DataSourceUtils.getConnection(Objects.requireNonNull(dataSource, "the data source is null"));
        try {
            return new Database(dataSource, dialectOf(connection), new ConcurrentHashMap<>(), RowEvents.NONE);
        } catch (SQLException failure) {
            throw new CannotGetJdbcConnectionException("the database did not say what it is", failure);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /**
     * Adds a listener of the writes and row locks of those who are made with this database.
     *
     * @param listener is told what becomes of them
     * @return the same database with it; what was looked up is shared
     */
    public Database listener(RowListener listener) {
        return new Database(dataSource, dialect, tables, events.and(listener));
    }

    /**
     * Finds out which database a connection leads to, and refuses one that the promises cannot be kept on.
     *
     * @param connection the connection
     * @return the dialect
     * @throws UnsupportedDatabaseException if it is not a supported one, or its driver hides which rows a write matched
     * @throws SQLException if the connection fails
     */
    public static Dialect dialectOf(Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection.getMetaData());
        requireMatchedRows(dialect, connection);
        return dialect;
    }

    private static void requireMatchedRows(Dialect dialect, Connection connection) throws SQLException {
        if (dialect.isMySqlFamily() && AffectedRows.areCountedInsteadOfMatched(connection)) {
            throw new UnsupportedDatabaseException(
                    "useAffectedRows=true is set on the connection: the driver then counts"
                            + " changed rows instead of matched ones, and a write that changes nothing would look refused."
                            + " Remove it from the JDBC URL and the driver's properties.");
        }
    }

    /**
     * Returns the data source.
     *
     * @return the data source this was made of
     */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * Returns the data source whose connections take no part in the caller's transaction.
     *
     * @return the data source this was made of, or what is behind it if that is a {@link TransactionAwareDataSourceProxy}, whose connections
     *     are the caller's own: a commit of a step of ours would commit what the caller has half done
     */
    public DataSource ownDataSource() {
        DataSource own = dataSource;
        while (own instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
            own = proxy.getTargetDataSource();
        }
        return own;
    }

    /**
     * Returns the dialect.
     *
     * @return which database this is
     */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Returns the classifier of this database's errors.
     *
     * @return the classifier
     */
    public SqlFaults faults() {
        return faults;
    }

    /**
     * Returns who is told what becomes of writes and row locks.
     *
     * @return the listeners
     */
    public RowEvents events() {
        return events;
    }

    /**
     * Finds a table. What is found is kept for the life of this object: a unique key dropped later is still believed in.
     *
     * @param name the table's name in any case of letters, with a schema before it if need be, unquoted
     * @return the table
     * @throws UnknownNameException if there is no such table
     */
    public Table table(@Nullable String name) {
        if (name == null || name.isBlank()) {
            Names.require("table", name);
        }
        Table known = tables.get(Objects.requireNonNull(name));
        return known != null ? known : lookUp(name);
    }

    private Table lookUp(String name) {
        return run("looking up table " + name, session -> table(session.connection(), name));
    }

    /**
     * Finds a table over a connection that the caller has.
     *
     * @param connection the connection
     * @param name the table's name, as for {@link #table(String)}
     * @return the table
     * @throws SQLException if the connection fails
     */
    public Table table(Connection connection, String name) throws SQLException {
        Table known = tables.get(name);
        if (known != null) {
            return known;
        }
        Table found = new TableReader(connection, dialect).read(name);
        if (tables.size() < MOST_TABLES) {
            tables.put(name, found);
        }
        return found;
    }

    /**
     * Runs work on a connection: the one of the caller's Spring transaction, or one of its own for the time of the work. A scope
     * without a transaction (SUPPORTS, NOT_SUPPORTED, NEVER) and a transaction of another data source are none to be joined. One
     * that has been completed, while Spring still tells synchronizations and listeners of it, has its connection, and nobody to commit.
     *
     * @param task what it is, for messages
     * @param work the work
     * @param <T> what it returns
     * @return its result
     * @throws IllegalStateException in a transaction that has been completed; nothing was done
     * @throws OutcomeUnknownException if the connection was lost outside a transaction, where the statement commits itself
     * @throws DataAccessException if it fails otherwise
     */
    public <T extends @Nullable Object> T run(String task, Session.Work<T> work) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        boolean joined = DataSourceUtils.isConnectionTransactional(connection, dataSource)
                && TransactionSynchronizationManager.isActualTransactionActive();
        try {
            // Spring keeps a connection for the length of a scope without a transaction too (SUPPORTS), and for that of
            // another data source's transaction: there each statement commits itself.
            joined = joined && !connection.getAutoCommit();
            if (joined) {
                ends.refuse(task, Objects.requireNonNull(TransactionSynchronizationManager.getResource(dataSource)));
            }
            Session session = new Session(connection, joined, dialect, joined ? dataSource : null);
            // A pool may hand out connections with auto-commit off: outside a transaction nobody else would commit.
            return joined || connection.getAutoCommit() ? work.on(session) : session.atomically(work);
        } catch (SQLException failure) {
            throw translate(task, joined, failure);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /**
     * Turns an error into what callers see.
     *
     * @param task what was being done, for messages
     * @param joined whether a transaction of the caller was open
     * @param failure the error
     * @return the exception to throw
     */
    public RuntimeException translate(String task, boolean joined, SQLException failure) {
        FaultClass fault = faults.classify(failure);
        if (!joined && (fault == FaultClass.CONNECTION || fault == FaultClass.AMBIGUOUS)) {
            return new OutcomeUnknownException(
                    task + ": the connection was lost before the answer came, so whether it was done is unknown."
                            + " Read the row again before deciding.",
                    failure);
        }
        return translator.translate(task, null, failure);
    }
}
