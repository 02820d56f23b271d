package dev.safe4j.jdbc.advisory;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of advisory locks. All of them are one round trip. */
final class AdvisorySql {

    static final String TRY_IN_TRANSACTION = "select pg_try_advisory_xact_lock(?)";

    /** Saves the present limit within the transaction, and puts it back, so that no further round trip is needed to know it. */
    static final String WAIT_IN_TRANSACTION = """
            select set_config('safe4j.lock_timeout', current_setting('lock_timeout'), true),\
             set_config('lock_timeout', ?, true);\
            select pg_advisory_xact_lock(?);\
            select set_config('lock_timeout', current_setting('safe4j.lock_timeout'), true)""";

    private static final String TRY_IN_SESSION = "select pg_try_advisory_lock(?)";

    /** Sent together they are one transaction, whose limit ends with it; the lock is the session's and stays. */
    private static final String WAIT_IN_SESSION = """
            select set_config('lock_timeout', ?, true);\
            select pg_advisory_lock(?)""";

    private static final String FREE_IN_SESSION = "select pg_advisory_unlock(?)";

    private static final String GET_LOCK = "select get_lock(?, ?)";
    private static final String RELEASE_LOCK = "select release_lock(?)";

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Dialect dialect;

    AdvisorySql(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Tries to lock for the session, waiting on the server a while.
     *
     * @param wait at most this long; MySQL and MariaDB count whole seconds, and less is not waited at all
     * @return false if it was not free, where the server says so without an error
     * @throws SQLException if it was not free, on PostgreSQL; or if the statement failed
     */
    boolean lock(Connection connection, AdvisoryKey key, Duration wait) throws SQLException {
        Session session = new Session(connection, false, dialect);
        if (dialect.isMySqlFamily()) {
            return isOne(session, GET_LOCK, List.of(key.name(), wait.compareTo(SECOND) < 0 ? 0 : 1));
        }
        if (wait.toMillis() < 1) {
            return isOne(session, TRY_IN_SESSION, List.of(key.number()));
        }
        List<Object> values = List.of(wait.toMillis() + "ms", key.number());
        try (PreparedStatement statement = session.prepare(WAIT_IN_SESSION, values)) {
            statement.execute();
            return true;
        }
    }

    /** Unlocks; false if the session did not hold it. */
    boolean free(Connection connection, AdvisoryKey key) throws SQLException {
        Session session = new Session(connection, false, dialect);
        return dialect.isMySqlFamily()
                ? isOne(session, RELEASE_LOCK, List.of(key.name()))
                : isOne(session, FREE_IN_SESSION, List.of(key.number()));
    }

    /** Whether the only answer is true or 1; null is an error of the server's that it does not tell. */
    static boolean isOne(Session session, String sql, List<? extends @Nullable Object> values) throws SQLException {
        List<@Nullable Object[]> rows = session.query(sql, values, 1);
        Object answer = rows.isEmpty() ? null : rows.get(0)[0];
        if (answer == null) {
            throw new SQLException("the server answered nothing to " + sql + ": it ran out of memory or the"
                    + " session was ended, or it never held this lock.");
        }
        return answer instanceof Number number ? number.intValue() == 1 : Boolean.TRUE.equals(answer);
    }
}
