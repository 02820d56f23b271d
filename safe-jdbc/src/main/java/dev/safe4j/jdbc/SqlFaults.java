package dev.safe4j.jdbc;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.FaultClassifier;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells the {@link FaultClass} of a failure of SQL, by vendor code for the MySQL family and by SQLState elsewhere, never by
 * message. Looks through causes, chained and batch exceptions and through whatever Spring or jOOQ wrapped around them; the
 * first SQL error that it knows decides. Stateless and thread-safe.
 */
public final class SqlFaults implements FaultClassifier {

    private static final Map<Integer, FaultClass> MYSQL_CODES = Map.ofEntries(
            Map.entry(1213, FaultClass.CONFLICT), // deadlock; the server has rolled back the whole transaction
            Map.entry(1020, FaultClass.CONFLICT), // MariaDB: the row changed since the snapshot
            Map.entry(3101, FaultClass.CONFLICT), // MySQL group replication: rolled back during commit
            Map.entry(1614, FaultClass.CONFLICT), // MySQL: XA deadlock
            Map.entry(1205, FaultClass.LOCK_UNAVAILABLE), // also NOWAIT on MariaDB; the transaction is still open
            Map.entry(3572, FaultClass.LOCK_UNAVAILABLE), // MySQL 8: NOWAIT
            Map.entry(1062, FaultClass.DUPLICATE),
            Map.entry(1586, FaultClass.DUPLICATE),
            Map.entry(1169, FaultClass.DUPLICATE),
            Map.entry(1022, FaultClass.DUPLICATE),
            Map.entry(1364, FaultClass.INTEGRITY), // no default value; the other rules have states of class 23
            Map.entry(3819, FaultClass.INTEGRITY), // MySQL: CHECK
            Map.entry(1969, FaultClass.TIMEOUT), // MariaDB: max_statement_time
            Map.entry(3024, FaultClass.TIMEOUT), // MySQL: max_execution_time
            Map.entry(1317, FaultClass.TIMEOUT), // interrupted
            Map.entry(1053, FaultClass.CONNECTION), // shutdown in progress
            Map.entry(1040, FaultClass.CONNECTION), // too many connections: HY000 by MariaDB's driver
            Map.entry(1927, FaultClass.CONNECTION)); // killed

    private static final Map<String, FaultClass> STATES = Map.ofEntries(
            Map.entry("40001", FaultClass.CONFLICT),
            Map.entry("40P01", FaultClass.CONFLICT),
            Map.entry("90131", FaultClass.CONFLICT), // H2: concurrent update
            Map.entry("40003", FaultClass.AMBIGUOUS), // statement completion unknown: class 40, but not a rollback
            Map.entry("08007", FaultClass.AMBIGUOUS), // transaction resolution unknown
            Map.entry("55P03", FaultClass.LOCK_UNAVAILABLE),
            Map.entry("HYT00", FaultClass.LOCK_UNAVAILABLE), // H2: lock time-out
            Map.entry("23505", FaultClass.DUPLICATE),
            Map.entry("23P01", FaultClass.DUPLICATE), // exclusion constraint
            Map.entry("57014", FaultClass.TIMEOUT),
            Map.entry("25P04", FaultClass.TIMEOUT), // PostgreSQL: transaction_timeout; 08006 is behind it
            Map.entry("25P02", FaultClass.PERMANENT), // PostgreSQL: the cause is the earlier failure, already reported
            Map.entry("53300", FaultClass.CONNECTION), // too many connections
            Map.entry("57P01", FaultClass.CONNECTION),
            Map.entry("57P02", FaultClass.CONNECTION),
            Map.entry("57P03", FaultClass.CONNECTION),
            Map.entry("90067", FaultClass.CONNECTION), // H2: connection broken
            Map.entry("90098", FaultClass.CONNECTION), // H2: database closed
            Map.entry("90121", FaultClass.CONNECTION)); // H2: database is already closed

    private final boolean mySqlFamily;

    private SqlFaults(boolean mySqlFamily) {
        this.mySqlFamily = mySqlFamily;
    }

    /**
     * Returns the classifier for a database: the same numbers mean different things elsewhere.
     *
     * @param dialect the database
     * @return the classifier
     */
    public static SqlFaults of(Dialect dialect) {
        return new SqlFaults(dialect.isMySqlFamily());
    }

    @Override
    public FaultClass classify(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failure);
        while (!open.isEmpty()) {
            Throwable each = open.removeFirst();
            if (!seen.add(each)) {
                continue;
            }
            FaultClass known = known(each);
            if (known != null) {
                return known;
            }
            if (each instanceof SQLException sql && sql.getNextException() != null) {
                open.addFirst(sql.getNextException());
            }
            if (each.getCause() != null) {
                open.addFirst(each.getCause());
            }
        }
        return seen.stream().anyMatch(SqlFaults::isBeforeTheFirstStatement)
                ? FaultClass.CONNECTION
                : FaultClass.PERMANENT;
    }

    /** No transaction was begun, whatever the pool or the driver said: HikariCP's "Connection is closed" has no SQLState. */
    private static boolean isBeforeTheFirstStatement(Throwable failure) {
        return failure instanceof CannotCreateTransactionException
                || failure instanceof CannotGetJdbcConnectionException;
    }

    private @Nullable FaultClass known(Throwable failure) {
        if (failure instanceof ClassifiedFault classified) {
            return classified.faultClass();
        }
        if (failure instanceof OptimisticLockingFailureException) {
            return FaultClass.CONFLICT; // JPA's version check: no SQL failed, so there is no SQLState
        }
        if (failure instanceof TransactionSystemException system && isConflict(system.getApplicationException())) {
            return FaultClass
                    .CONFLICT; // InnoDB's deadlock took the savepoint along, so rolling back to it failed as well
        }
        return failure instanceof SQLException sql ? known(sql) : null;
    }

    private boolean isConflict(@Nullable Throwable failure) {
        return failure != null && classify(failure) == FaultClass.CONFLICT;
    }

    private @Nullable FaultClass known(SQLException failure) {
        if (mySqlFamily && MYSQL_CODES.containsKey(failure.getErrorCode())) {
            return MYSQL_CODES.get(failure.getErrorCode());
        }
        String state = failure.getSQLState();
        if (failure instanceof SQLTransientConnectionException) {
            return FaultClass.CONNECTION; // also an empty pool, which has no SQLState
        }
        FaultClass byState = state == null ? null : byState(state, failure.getErrorCode());
        // MySQL's driver gives a query time-out neither a code nor a state.
        return byState == null && failure instanceof SQLTimeoutException ? FaultClass.TIMEOUT : byState;
    }

    private @Nullable FaultClass byState(String state, int code) {
        FaultClass exact = STATES.get(state);
        // MySQL's driver gives a lock time-out the state of a rollback: there, states of class 40 are not believed.
        if (exact != null && !(mySqlFamily && exact == FaultClass.CONFLICT && code != 0)) {
            return exact;
        }
        if (state.startsWith("08")) {
            return FaultClass.CONNECTION;
        }
        return state.startsWith("23") ? FaultClass.INTEGRITY : null;
    }
}
