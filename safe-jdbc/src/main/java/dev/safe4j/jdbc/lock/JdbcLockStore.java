package dev.safe4j.jdbc.lock;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Locks in a table of PostgreSQL, MariaDB, MySQL or H2. Thread-safe.
 *
 * <p>Every step is one short transaction on a connection of the store's own data source, whatever transaction the caller has open; that
 * data source should be a small pool for this store alone, so that a lock can be released while the business pool is empty. Works at any
 * isolation level of its connections; at READ COMMITTED with the fewest repetitions.
 *
 * <p>A step that fails throws a {@link DataAccessException}, or an {@link dev.safe4j.retry.OutcomeUnknownException} if it may have been
 * done; deadlocks and serialization failures are repeated until the time limit.
 */
public final class JdbcLockStore implements LockStore {

    /** What a step may take, unless said otherwise. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(10);

    private static final String ROOM = "lock";
    private static final int FEW = 8; // callers at once whose calls are not worth gathering

    private final String name;
    private final Database database;
    private final Schema schema;
    private final ShortTransactions transactions;
    private final @Nullable String channel;
    private final @Nullable Combiner<Request, Answer> acquiring;
    private final @Nullable Combiner<Release, Released> releasing;
    private volatile @Nullable LeaseSteps steps;

    private JdbcLockStore(Builder options) {
        this.name = options.name;
        this.database = options.database;
        this.schema = new Schema(database.dialect(), ROOM, options.table);
        this.transactions = new ShortTransactions(database, name, options.table, options.timeLimit);
        this.channel = options.channel;
        boolean combines = database.dialect() == Dialect.POSTGRESQL && options.leaders > 0;
        this.acquiring = combines ? new Combiner<>(options.leaders, FEW, Request::key, this::acquireNow) : null;
        this.releasing = combines ? new Combiner<>(options.leaders, FEW, Release::key, this::releaseNow) : null;
    }

    /**
     * Makes a store with the defaults: table {@code safe4j_lock}, name "jdbc".
     *
     * @param own the store's own data source; stays the caller's to close, after the store
     * @return the store; the table is looked for at its first step
     */
    public static JdbcLockStore on(DataSource own) {
        return builder(own).build();
    }

    /**
     * Begins to set up a store.
     *
     * @param own the store's own data source; stays the caller's to close, after the store
     * @return the set-up
     */
    public static Builder builder(DataSource own) {
        return new Builder(Database.of(own));
    }

    /** How a store is set up. For one thread. */
    public static final class Builder {

        private final Database database;
        private String name = "jdbc";
        private String table = Schema.defaultTable(ROOM);
        private Duration timeLimit = DEFAULT_TIME_LIMIT;
        private int leaders = 2;
        private @Nullable String channel;

        private Builder(Database database) {
            this.database = database;
        }

        /**
         * Names the store, for the order of locks of several stores.
         *
         * @param storeName the name, the same in all processes
         * @return this
         */
        public Builder name(String storeName) {
            name = storeName;
            return this;
        }

        /**
         * Names the table.
         *
         * @param tableName unquoted, with a schema before it if need be
         * @return this
         */
        public Builder table(String tableName) {
            table = tableName;
            return this;
        }

        /**
         * Limits what a statement may take.
         *
         * @param limit a second to a minute
         * @return this
         * @throws IllegalArgumentException if it is out of that
         */
        public Builder timeLimit(Duration limit) {
            timeLimit = ShortTransactions.checked(limit, "lock");
            return this;
        }

        /**
         * Sets how many statements of a kind may be under way when more than eight callers are at it, on PostgreSQL: the others wait, and
         * are sent together in the next one. 2 unless said otherwise. Of up to eight callers, and on other databases, every call is sent
         * for itself.
         *
         * @param statements 0 for every call for itself, to 100
         * @return this
         * @throws IllegalArgumentException if it is out of that
         */
        public Builder together(int statements) {
            if (statements < 0 || statements > 100) {
                throw new IllegalArgumentException(
                        "0 to 100 statements can be under way together, not " + statements + ".");
            }
            leaders = statements;
            return this;
        }

        /**
         * Tells those who wait for a lock of its release, by NOTIFY on PostgreSQL; only if somebody was known to wait.
         *
         * @param channelName what {@link dev.safe4j.lock.ReleaseSignal} listens to
         * @return this
         * @throws IllegalArgumentException on another database
         */
        public Builder notifying(String channelName) {
            if (database.dialect() != Dialect.POSTGRESQL) {
                throw new IllegalArgumentException("only PostgreSQL can notify, and this is " + database.dialect()
                        + ": waiters look for themselves.");
            }
            channel = channelName;
            return this;
        }

        /**
         * Sets it up.
         *
         * @return the store; the table is looked for at its first step
         */
        public JdbcLockStore build() {
            return new JdbcLockStore(this);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Returns the table, with the statements that create it.
     *
     * @return the schema
     */
    public Schema schema() {
        return schema;
    }

    /**
     * Returns the database that the table is in.
     *
     * @return the database over the store's own data source
     */
    public Database database() {
        return database;
    }

    @Override
    public List<Answer> acquire(List<Request> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        requests.forEach(JdbcLockStore::check);
        return acquiring != null && requests.size() == 1
                ? List.of(acquiring.send(requests.get(0)))
                : acquireNow(requests);
    }

    /** Too long a name is an error, never a shorter name: databases that cut it off would take two locks for one. */
    private static void check(Request request) {
        if (request.key().length() > LONGEST_KEY || request.owner().length() > LONGEST_OWNER) {
            throw new IllegalArgumentException("a lock's key has at most " + LONGEST_KEY + " characters and its owner "
                    + LONGEST_OWNER + "; '" + request.key() + "' of '" + request.owner() + "' has more.");
        }
    }

    private List<Answer> acquireNow(List<Request> requests) {
        return step("acquiring locks", session -> steps().acquire(session, requests));
    }

    @Override
    public List<Boolean> renew(List<Lease> leases) {
        return leases.isEmpty() ? List.of() : step("renewing locks", session -> steps().renew(session, leases));
    }

    @Override
    public List<Released> release(List<Release> releases) {
        return releasing != null && releases.size() == 1
                ? List.of(releasing.send(releases.get(0)))
                : releaseNow(releases);
    }

    private List<Released> releaseNow(List<Release> releases) {
        return releases.isEmpty() ? List.of() : step("releasing locks", session -> steps().release(session, releases));
    }

    /**
     * Deletes the rows of keys that nobody holds and nobody has held for a while. Fencing numbers go on above those of deleted rows.
     *
     * @param idle for how long, by the server's clock, a minute or more
     * @param atMost how many rows in this step; more are left for the next
     * @return how many were deleted
     * @throws IllegalArgumentException if the time is shorter or the number below one
     */
    public int purge(Duration idle, int atMost) {
        if (idle.toMinutes() < 1 || atMost < 1) {
            throw new IllegalArgumentException(
                    "rows are purged that were idle for a minute or more, one or more of them; not " + atMost
                            + " after " + idle + ".");
        }
        return step("purging locks", session -> steps().purge(session, idle, atMost));
    }

    private LeaseSteps steps() {
        LeaseSteps known = steps;
        if (known == null) {
            String table = schema.require(database).sqlName();
            ServerClock dialect = ServerClock.of(database.dialect());
            known = database.dialect() == Dialect.POSTGRESQL
                    ? new PostgresSteps(table, dialect, channel)
                    : new StandardSteps(table, database.dialect(), dialect);
            steps = known;
        }
        return known;
    }

    /** @throws SchemaMissingException if the table is not there */
    private <T> T step(String task, Session.Work<T> work) {
        steps(); // the table is looked up before a connection is taken for the step
        return transactions.run(task, work);
    }

    /** Does nothing: the data source is the caller's. */
    @Override
    public void close() {}
}
