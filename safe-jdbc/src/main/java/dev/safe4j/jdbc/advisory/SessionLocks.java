package dev.safe4j.jdbc.advisory;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.lock.LockInterruptedException;
import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.retry.FaultClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Advisory locks of a session: each takes a connection of its own out of the data source and keeps it until it is closed.
 * PostgreSQL's {@code pg_advisory_lock}, MariaDB's and MySQL's {@code GET_LOCK}. Immutable and thread-safe; made by {@link
 * AdvisoryLocks#sessions}.
 *
 * <p>Outside the caller's transaction, whether there is one or not. The server frees the lock when the session ends, so a
 * process that dies blocks nobody; a holder whose connection was cut has lost it at once. Never behind a pooler that gives a
 * session to others between transactions, such as PgBouncer's transaction mode. Callers of one process wait for each other
 * without a connection.
 */
public final class SessionLocks {

    static final String HOLDER = "another transaction or session of the database has it";

    /** How long the server waits before the thread is asked whether it was interrupted. */
    private static final Duration SLICE = Duration.ofMillis(500);

    /** MySQL waits whole seconds: shorter waits ask again and again. */
    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private final Database database;
    private final String namespace;
    private final LocalGuard guard;
    private final Duration wait;
    private final AdvisorySql sql;

    SessionLocks(Database database, String namespace, LocalGuard guard, Duration wait) {
        this.database = database;
        this.namespace = namespace;
        this.guard = guard;
        this.wait = wait;
        this.sql = new AdvisorySql(database.dialect());
    }

    SessionLocks within(Duration limit) {
        return new SessionLocks(database, namespace, guard, limit);
    }

    /**
     * Locks a name, waiting for it. One round trip when it is free.
     *
     * @param key what to lock, 1 to 1,000 characters, not blank
     * @return the lock, to be closed
     * @throws IllegalArgumentException if the key can be none; nothing is held
     * @throws LockTimeoutException if it was not free in time; nothing is held
     * @throws LockInterruptedException if the thread was interrupted, whose flag stays set; nothing is held
     * @throws CannotGetJdbcConnectionException if the data source gave no connection, for which it waits as long as it is set to
     * @throws UnsupportedOperationException on H2
     * @throws org.springframework.dao.DataAccessException if a statement failed; nothing is held
     */
    public SessionLock acquire(String key) {
        SessionLock lock = lock(key, wait);
        if (lock == null) {
            throw new LockTimeoutException(key, wait, HOLDER, Duration.ZERO);
        }
        return lock;
    }

    /**
     * Locks a name if it is free at once. One round trip.
     *
     * @param key what to lock, 1 to 1,000 characters, not blank
     * @return the lock, to be closed; empty if it is held
     * @throws RuntimeException as for {@link #acquire}
     */
    public Optional<SessionLock> tryAcquire(String key) {
        return Optional.ofNullable(lock(key, Duration.ZERO));
    }

    private @Nullable SessionLock lock(String key, Duration limit) {
        if (database.dialect() == Dialect.H2) {
            throw new UnsupportedOperationException(
                    "H2 has no advisory locks. Take a guard row (RowLocks.guard) or a lock with a lease (Locks).");
        }
        AdvisoryKey name = AdvisoryKey.of(namespace, key);
        long end = System.nanoTime() + limit.toNanos();
        SessionLock lock = null;
        try {
            if (!guard.enter(name.name(), end)) {
                return null;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LockInterruptedException(key);
        }
        try {
            lock = byServer(name, end);
            return lock;
        } finally {
            if (lock == null) {
                guard.leave(name.name());
            }
        }
    }

    private @Nullable SessionLock byServer(AdvisoryKey name, long end) {
        OwnConnection connection = connect();
        boolean isSettled = false;
        try {
            SessionLock lock = isLocked(connection, name, end)
                    ? new SessionLock(name, connection, sql, () -> guard.leave(name.name()))
                    : null;
            isSettled = true;
            if (lock == null) {
                connection.giveBack();
            }
            return lock;
        } catch (LockInterruptedException interrupted) {
            isSettled = true; // between two questions: it holds nothing
            connection.giveBack();
            throw interrupted;
        } catch (SQLException failure) {
            throw database.translate("locking '" + name.text() + "' for a session", true, failure);
        } finally {
            if (!isSettled) {
                connection.evict(); // it may hold the lock
            }
        }
    }

    private OwnConnection connect() {
        try {
            return OwnConnection.of(database.ownDataSource().getConnection());
        } catch (SQLException failure) {
            throw new CannotGetJdbcConnectionException("no connection for an advisory lock of a session", failure);
        }
    }

    private boolean isLocked(OwnConnection connection, AdvisoryKey name, long end) throws SQLException {
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                throw new LockInterruptedException(name.text());
            }
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            if (asks(connection.connection(), name, left)) {
                return true;
            }
            if (end - System.nanoTime() <= 0) {
                return false;
            }
            if (database.dialect().isMySqlFamily()) {
                LockSupport.parkNanos(Math.min(PAUSE, Math.max(0, end - System.nanoTime())));
            }
        }
    }

    private boolean asks(Connection connection, AdvisoryKey name, Duration left) throws SQLException {
        boolean isInWholeSeconds = database.dialect().isMySqlFamily();
        Duration slice = isInWholeSeconds || left.compareTo(SLICE) < 0 ? left : SLICE;
        try {
            return sql.lock(connection, name, slice);
        } catch (SQLException failure) {
            if (!isInWholeSeconds && database.faults().classify(failure) == FaultClass.LOCK_UNAVAILABLE) {
                return false;
            }
            throw failure;
        }
    }
}
