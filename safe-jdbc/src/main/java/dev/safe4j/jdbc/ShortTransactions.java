package dev.safe4j.jdbc;

import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * The steps of a store: each a short transaction on a connection of the store's own data source, whatever transaction the caller has open;
 * deadlocks and serialization failures are repeated until the time limit. Immutable and thread-safe.
 */
public final class ShortTransactions {

    /** Those who claim are not to see the gaps between the rows locked, for which nothing but READ COMMITTED helps. */
    private static final String WITHOUT_GAPS = "set transaction isolation level read committed";

    /** What a batch is to take: its rows are locked for that long. */
    private static final Duration BATCH_TIME = Duration.ofMillis(10);

    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(1);

    /** A batch is no smaller than this part of the largest one, since what it costs to begin with is not its rows'. */
    private static final int SMALLEST_PART = 4;

    private final Database database;
    private final String store;
    private final String table;
    private final int seconds;
    private final RetryPolicy again;
    private final RetryPolicy againUnlessDuplicate;

    /**
     * Makes the steps of a store.
     *
     * @param database over the store's own data source
     * @param store the name of the store, for messages
     * @param table the name of its table, for messages
     * @param timeLimit what a statement may take, and until when a step is begun again that met its like
     */
    public ShortTransactions(Database database, String store, String table, Duration timeLimit) {
        this.database = database;
        this.store = store;
        this.table = table;
        this.seconds = Math.toIntExact(timeLimit.plusMillis(999).toSeconds());
        RetryPolicy policy = RetryPolicy.defaults().within(timeLimit); // what waited for its like is run again, too
        this.againUnlessDuplicate = policy.classifiedBy(database.faults());
        this.again = policy.classifiedBy(failure -> {
            FaultClass fault = database.faults().classify(failure);
            return fault == FaultClass.DUPLICATE ? FaultClass.CONFLICT : fault; // its like came in between
        });
    }

    /**
     * Checks what a statement of a store may take.
     *
     * @param limit a second to a minute
     * @param room whose store it is, for the message
     * @return the limit
     * @throws IllegalArgumentException if it is out of that
     */
    public static Duration checked(Duration limit, String room) {
        if (limit.toSeconds() < 1 || limit.compareTo(LONGEST_LIMIT) > 0) {
            throw new IllegalArgumentException(
                    "a step of the " + room + " store may take a second to a minute, and not " + limit + ".");
        }
        return limit;
    }

    /**
     * Runs a step, again if it met its like.
     *
     * @param task what it is, for messages
     * @param work the work
     * @param <T> what it returns
     * @return its result
     * @throws dev.safe4j.retry.OutcomeUnknownException if the connection was lost, so that it may have been done
     * @throws DataAccessException if it fails otherwise
     */
    public <T extends @Nullable Object> T run(String task, Session.Work<T> work) {
        return again.run(attempt -> once(task, work));
    }

    /**
     * Runs a step to which a violation of a unique key is an answer.
     *
     * @param task what it is, for messages
     * @param work the work
     * @param <T> what it returns
     * @return its result
     * @throws org.springframework.dao.DuplicateKeyException if a unique key was violated: nothing was written
     * @throws dev.safe4j.retry.OutcomeUnknownException if the connection was lost, so that it may have been done
     * @throws DataAccessException if it fails otherwise
     */
    public <T extends @Nullable Object> T runUnlessDuplicate(String task, Session.Work<T> work) {
        return againUnlessDuplicate.run(attempt -> once(task, work));
    }

    /** Works at a batch of rows. */
    @FunctionalInterface
    public interface Batch {

        /**
         * Works at the next rows.
         *
         * @param session where
         * @param atMost how many rows
         * @return how many they were; fewer mean that there are no more
         * @throws SQLException if it fails
         */
        int of(Session session, int atMost) throws SQLException;
    }

    /**
     * Works at many rows in transactions of some of them each, so that no row is locked for long: the next ones are fewer where one took
     * longer than 10 ms, down to a quarter of the largest.
     *
     * @param task what it is, for messages
     * @param atMost how many rows
     * @param largest how many rows in one transaction
     * @param work at the rows
     * @return how many they were; those of a transaction that fails are not among them, as it throws
     * @throws DataAccessException if it fails; those before are done
     */
    public int inBatches(String task, int atMost, int largest, Batch work) {
        int done = 0;
        int size = largest;
        while (done < atMost) {
            int wanted = Math.min(size, atMost - done);
            long begun = System.nanoTime();
            int batch = run(task, session -> work.of(session, wanted));
            long took = Math.max(1, System.nanoTime() - begun);
            done += batch;
            if (batch < wanted) {
                break;
            }
            long fitting = wanted * BATCH_TIME.toNanos() / took;
            size = (int) Math.max(Math.max(1, largest / SMALLEST_PART), Math.min(largest, fitting));
        }
        return done;
    }

    private <T extends @Nullable Object> T once(String task, Session.Work<T> work) {
        try (Connection connection = connection(task)) {
            Session session = new Session(connection, false, database.dialect()).limitedTo(seconds);
            return connection.getAutoCommit() ? work.on(session) : whole(session, work);
        } catch (SQLException failure) {
            throw database.translate(task + " in " + table, false, failure);
        }
    }

    /**
     * Runs several statements in one transaction: the one that is open, or one of their own, on MariaDB and MySQL at READ COMMITTED.
     *
     * @param session where
     * @param work the statements
     * @param <T> what they return
     * @return their result
     * @throws SQLException if one fails
     */
    public static <T extends @Nullable Object> T whole(Session session, Session.Work<T> work) throws SQLException {
        if (session.inTransaction()) {
            return work.on(session);
        }
        return session.atomically(inside -> {
            if (inside.dialect().isMySqlFamily()) {
                inside.update(WITHOUT_GAPS, List.of());
            }
            return work.on(inside);
        });
    }

    private Connection connection(String task) {
        try {
            return database.ownDataSource().getConnection();
        } catch (SQLException failure) {
            throw new CannotGetJdbcConnectionException(
                    task + ": store '" + store + "' got no connection; nothing was sent", failure);
        }
    }
}
