package dev.safe4j.jdbc.transaction;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.Table;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks the row of a lock, found by its owner's token, on the connection of the business transaction: whoever wants to take
 * the lock over has to write that row, and so waits until the commit is through. For a lock table in the same database as what
 * the transaction writes. Thread-safe. One round trip for each lock.
 *
 * <p>In a transaction that is not one of this database (its connection is not bound by the transaction manager), nothing can be
 * guarded; that is logged once as a warning, and only the lock itself has been asked.
 *
 * <p>At REPEATABLE READ and above, PostgreSQL (and MariaDB with {@code innodb_snapshot_isolation}) does not lock a row that has
 * changed since the transaction's first statement, and each acquisition and renewal changes it: such a commit is refused, as a
 * conflict or as a lost lock. There, run the transaction at READ COMMITTED, or protect what is written by {@code fencedBy}.
 */
public final class LockRowGuard implements CommitGuard {

    private static final Logger LOG = LoggerFactory.getLogger(LockRowGuard.class);

    private final Database database;
    private final String table;
    private final String sql;
    private final AtomicBoolean toWarn = new AtomicBoolean(true);

    /**
     * Makes the guard.
     *
     * @param database the database of the business transactions, over the data source that their manager binds
     * @param table the lock table's name, with the columns {@code name}, {@code token} and {@code lease_until}
     * @throws dev.safe4j.jdbc.UnknownNameException if there is no such table, or it lacks one of them
     */
    public LockRowGuard(Database database, String table) {
        this.database = database;
        Table locks = database.table(table);
        this.table = locks.name();
        this.sql = """
                select 1 from %s where %s = ? and %s = ? and %s > %s for update""".formatted(
                        locks.sqlName(),
                        locks.quoted("name"),
                        locks.quoted("token"),
                        locks.quoted("lease_until"),
                        now(database.dialect()));
    }

    /** The server's clock at this statement; H2 has only that of the transaction's start. */
    private static String now(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> "clock_timestamp()";
            case MARIADB, MYSQL -> "utc_timestamp(6)";
            case H2 -> "current_timestamp";
        };
    }

    @Override
    public void requireHeld(HeldLock lock) {
        int rows = database.run(
                "guarding the commit by the row of lock '" + lock.key() + "' in " + table,
                session -> session.inTransaction() ? rows(session, lock) : unguarded());
        if (rows == 0) {
            throw new LeaseLostException(lock.key(), lock.fence(), LeaseLostException.NOT_THE_OWNER);
        }
    }

    private int rows(Session session, HeldLock lock) throws SQLException {
        return session.query(sql, List.of(lock.key(), lock.token()), 1).size();
    }

    private int unguarded() {
        if (toWarn.getAndSet(false)) {
            LOG.warn(
                    "A transaction that holds a lock of table {} is not one of that table's data source, so its commit"
                            + " is not guarded: the lock may be lost while it is under way. Give the guard the data"
                            + " source that the transaction manager binds, or protect what is written by fencedBy.",
                    table);
        }
        return 1;
    }
}
