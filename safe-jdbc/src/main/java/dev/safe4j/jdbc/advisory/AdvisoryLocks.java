package dev.safe4j.jdbc.advisory;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.lock.LockInterruptedException;
import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.retry.FaultClass;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Locks names for the length of the caller's transaction, by PostgreSQL's advisory locks; {@link #sessions} has those that
 * outlive one. Immutable and thread-safe; one per database.
 *
 * <p>Held until the commit or rollback, and not to be given up before. Acquired again in the same transaction, it is shared.
 * Works behind a connection pool of any kind. No other database has such a lock: they refuse, and name what they have.
 *
 * <p>A name is hashed, with its namespace, to the 64 bits that PostgreSQL takes: two names with the same hash block each other
 * without need.
 */
public final class AdvisoryLocks {

    /** How long a lock is waited for unless said otherwise. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    /** The namespace unless said otherwise. */
    public static final String DEFAULT_NAMESPACE = "safe4j";

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Database database;
    private final String namespace;
    private final Duration wait;
    private final SessionLocks sessions;

    private AdvisoryLocks(Database database, String namespace, Duration wait, SessionLocks sessions) {
        this.database = database;
        this.namespace = namespace;
        this.wait = wait;
        this.sessions = sessions;
    }

    /**
     * Makes the noun for a database, with the namespace {@value #DEFAULT_NAMESPACE}.
     *
     * @param database the database
     * @return the noun
     */
    public static AdvisoryLocks on(Database database) {
        return on(database, DEFAULT_NAMESPACE);
    }

    /**
     * Makes the noun for a database.
     *
     * @param database the database
     * @param namespace keeps its names from those of other programs in the same database; the same in all that are to exclude
     *     each other
     * @return the noun
     */
    public static AdvisoryLocks on(Database database, String namespace) {
        Objects.requireNonNull(database, "the database is null");
        Objects.requireNonNull(namespace, "the namespace is null");
        SessionLocks sessions = new SessionLocks(database, namespace, new LocalGuard(), DEFAULT_WAIT);
        return new AdvisoryLocks(database, namespace, DEFAULT_WAIT, sessions);
    }

    /**
     * Sets how long a lock is waited for.
     *
     * @param limit a millisecond to an hour
     * @return the locks with it
     * @throws IllegalArgumentException if it is out of that
     */
    public AdvisoryLocks within(Duration limit) {
        if (limit.toMillis() < 1 || limit.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "the wait for an advisory lock must be between a millisecond and an hour, and is " + limit + ".");
        }
        return new AdvisoryLocks(database, namespace, limit, sessions.within(limit));
    }

    /**
     * Returns the locks that belong to a connection of their own instead of a transaction.
     *
     * @return the locks of sessions, with the same wait
     */
    public SessionLocks sessions() {
        return sessions;
    }

    /**
     * Locks a name for the length of the caller's transaction, waiting for it. One round trip; the connection is held meanwhile,
     * and an interrupt that comes during the wait is seen after it.
     *
     * @param key what to lock, 1 to 1,000 characters, not blank
     * @throws LockTimeoutException if it was not free in time; the transaction has to be rolled back
     * @throws LockInterruptedException if the thread is interrupted already; nothing was locked
     * @throws IllegalArgumentException if the key can be none; nothing was locked
     * @throws IllegalStateException outside a transaction; nothing was locked
     * @throws UnsupportedOperationException on a database other than PostgreSQL
     */
    public void acquire(String key) {
        AdvisoryKey name = checked(key);
        database.run("locking '" + key + "' for the transaction", session -> {
            RowLocks.requireTransaction(session);
            List<Object> values = List.of(wait.toMillis() + "ms", name.number());
            try (PreparedStatement statement = session.prepare(AdvisorySql.WAIT_IN_TRANSACTION, values)) {
                return statement.execute();
            } catch (SQLException failure) {
                throw timeoutOr(failure, key);
            }
        });
    }

    private SQLException timeoutOr(SQLException failure, String key) {
        if (database.faults().classify(failure) == FaultClass.LOCK_UNAVAILABLE) {
            LockTimeoutException timeout = new LockTimeoutException(key, wait, SessionLocks.HOLDER, Duration.ZERO);
            timeout.initCause(failure);
            throw timeout;
        }
        return failure;
    }

    /**
     * Locks a name for the length of the caller's transaction if it is free at once. One round trip.
     *
     * @param key what to lock, 1 to 1,000 characters, not blank
     * @return false if another transaction or session has it; the transaction goes on
     * @throws IllegalArgumentException if the key can be none; nothing was locked
     * @throws IllegalStateException outside a transaction; nothing was locked
     * @throws UnsupportedOperationException on a database other than PostgreSQL
     */
    public boolean tryAcquire(String key) {
        AdvisoryKey name = checked(key);
        return database.run("locking '" + key + "' for the transaction", session -> {
            RowLocks.requireTransaction(session);
            return AdvisorySql.isOne(session, AdvisorySql.TRY_IN_TRANSACTION, List.of(name.number()));
        });
    }

    private AdvisoryKey checked(String key) {
        if (database.dialect() != Dialect.POSTGRESQL) {
            throw new UnsupportedOperationException(database.dialect()
                    + " has no advisory lock that ends with a transaction. Take a guard row (RowLocks.guard) or a lock with a"
                    + " lease (Locks)"
                    + (database.dialect().isMySqlFamily()
                            ? ", or hold one of sessions() around the transaction."
                            : "."));
        }
        AdvisoryKey name = AdvisoryKey.of(namespace, key);
        if (Thread.currentThread().isInterrupted()) {
            throw new LockInterruptedException(key);
        }
        return name;
    }
}
