package dev.safe4j.jdbc.idempotency;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.springframework.util.ClassUtils;

/**
 * A claim inside a transaction, whose wait for another transaction is bounded, for this statement alone. On PostgreSQL the first statement
 * of a transaction sets the bound and puts it back itself; behind others it has a savepoint before it to go back to, sent with it. MariaDB
 * has a bound for one statement; elsewhere it is the session's, and put back. Immutable.
 */
final class BoundedClaim {

    private static final String SAVEPOINT = "safe4j_claim";

    /**
     * Saves the present limit within the transaction, so that it need not be asked for. Of statements that the driver has had the server
     * prepare it sends those that may answer much one at a time, so that these are three round trips.
     */
    private static final String LIMIT = "savepoint " + SAVEPOINT + """
            ;select set_config('safe4j.lock_timeout', current_setting('lock_timeout'), true),\
             set_config('lock_timeout', ?, true);""";

    private static final String RESTORE =
            ";select set_config('lock_timeout', current_setting('safe4j.lock_timeout'), true);release savepoint "
                    + SAVEPOINT;

    /** A wait below this is none where waits are whole seconds. */
    private static final Duration NONE = Duration.ofMillis(100);

    private static final boolean POSTGRESQL_DRIVER =
            ClassUtils.isPresent("org.postgresql.core.BaseConnection", BoundedClaim.class.getClassLoader());

    private static final SessionLimit MYSQL_LIMIT =
            new SessionLimit("select @@innodb_lock_wait_timeout", "set innodb_lock_wait_timeout = ");
    private static final SessionLimit H2_LIMIT = new SessionLimit("call lock_timeout()", "set lock_timeout ");

    /**
     * The bound of all waits of a session.
     *
     * @param asked how to ask for it
     * @param set how to set it, but for the value
     */
    private record SessionLimit(String asked, String set) {}

    private final RequestSteps steps;
    private final Dialect dialect;

    BoundedClaim(RequestSteps steps, Dialect dialect) {
        this.steps = steps;
        this.dialect = dialect;
    }

    /** Whether nothing was sent in the transaction yet, so that there is nothing in it to be kept. */
    boolean isFirst(Session session) throws SQLException {
        return dialect == Dialect.POSTGRESQL && POSTGRESQL_DRIVER && ByPostgresql.isUntouched(session.connection());
    }

    List<@Nullable Object[]> rows(
            Session session, NamedSql claim, Map<String, @Nullable Object> values, Duration wait, boolean isFirst)
            throws SQLException {
        return switch (dialect) {
            case POSTGRESQL ->
                isFirst
                        ? steps.claimedFirst(session, values, millis(wait))
                        : behindSavepoint(session, claim, values, wait);
            case MARIADB -> {
                String limit = "set statement innodb_lock_wait_timeout = " + wholeSeconds(wait) + " for ";
                yield steps.claimed(session, new NamedSql(limit + claim.sql(), claim.names()), values);
            }
            case MYSQL -> {
                long seconds = Math.max(1, wholeSeconds(wait)); // MySQL knows no zero
                yield limited(session, MYSQL_LIMIT, seconds, claim, values);
            }
            case H2 -> limited(session, H2_LIMIT, wait.toMillis(), claim, values);
        };
    }

    private static long wholeSeconds(Duration wait) {
        return wait.compareTo(NONE) < 0 ? 0 : wait.plusMillis(999).toSeconds();
    }

    private List<@Nullable Object[]> limited(
            Session session, SessionLimit limit, long wanted, NamedSql claim, Map<String, @Nullable Object> values)
            throws SQLException {
        Object before = session.query(limit.asked, List.of(), 1).get(0)[0];
        session.update(limit.set + wanted, List.of());
        try {
            return steps.claimed(session, claim, values);
        } finally {
            session.update(limit.set + before, List.of());
        }
    }

    private static String millis(Duration wait) {
        return wait.toMillis() + "ms";
    }

    private static List<@Nullable Object[]> behindSavepoint(
            Session session, NamedSql claim, Map<String, @Nullable Object> values, Duration wait) throws SQLException {
        List<@Nullable Object> bound = new ArrayList<>();
        bound.add(millis(wait));
        bound.addAll(claim.bound(values));
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (PreparedStatement statement = session.prepare(LIMIT + claim.sql() + RESTORE, bound)) {
            boolean isResult = statement.execute();
            while (isResult || statement.getUpdateCount() >= 0) {
                if (isResult) {
                    collect(statement, rows);
                }
                isResult = statement.getMoreResults();
            }
        }
        return rows;
    }

    private static void collect(PreparedStatement statement, List<@Nullable Object[]> rows) throws SQLException {
        try (ResultSet result = statement.getResultSet()) {
            while (result.getMetaData().getColumnCount() == RequestSql.STATE_COLUMNS && result.next()) {
                @Nullable Object[] row = new Object[RequestSql.STATE_COLUMNS];
                for (int column = 0; column < row.length; column++) {
                    row[column] = result.getObject(column + 1);
                }
                rows.add(row);
            }
        }
    }

    /** Has the transaction go on after its wait was over, where a failed statement ends it. */
    void goOn(Session session, boolean wasFirst) throws SQLException {
        if (wasFirst) {
            session.connection().rollback(); // of nothing: the next statement begins another one
        } else if (dialect.failureEndsTransaction()) {
            session.update("rollback to savepoint " + SAVEPOINT, List.of());
            session.update("release savepoint " + SAVEPOINT, List.of());
        }
    }

    /** Loaded only where PostgreSQL's driver is. */
    private static final class ByPostgresql {

        /** The driver begins a transaction with its first statement. */
        static boolean isUntouched(Connection connection) throws SQLException {
            return connection.isWrapperFor(BaseConnection.class)
                    && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
        }
    }
}
