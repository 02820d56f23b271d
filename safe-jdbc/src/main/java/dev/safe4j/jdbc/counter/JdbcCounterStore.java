package dev.safe4j.jdbc.counter;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;

/**
 * Counters and quotas in tables of PostgreSQL, MariaDB, MySQL or H2. Thread-safe.
 *
 * <p>Every step is one short transaction on a connection of the store's own data source, whatever transaction the caller has open; that
 * data source should be a small pool for this store alone, or callers who hold all connections of a common one wait for each other. Works
 * at any isolation level of its connections; at READ COMMITTED with the fewest repetitions. Those who change one row wait for each other, as
 * long as a commit takes.
 *
 * <p>A step that fails throws a {@link DataAccessException}, or an {@link dev.safe4j.retry.OutcomeUnknownException} if it may have been
 * done; deadlocks and serialization failures are repeated until the time limit.
 */
public final class JdbcCounterStore implements CounterStore {

    /** What a step may take, unless said otherwise. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(10);

    /** What is deleted in one transaction of a purge. */
    private static final int BATCH = 1_000;

    private final String name;
    private final Database database;
    private final CounterTables tables;
    private final ShortTransactions transactions;

    private JdbcCounterStore(Builder options) {
        this.name = options.name;
        this.database = options.database;
        this.tables = new CounterTables(database, options.table);
        this.transactions = new ShortTransactions(database, name, options.table, options.timeLimit);
    }

    /**
     * Makes a store with the defaults: table {@code safe4j_counter}, name "jdbc".
     *
     * @param own the store's own data source; stays the caller's to close, after the store
     * @return the store; the tables are looked for at its first step
     */
    public static JdbcCounterStore on(DataSource own) {
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
        private String table = CounterTables.DEFAULT;
        private Duration timeLimit = DEFAULT_TIME_LIMIT;

        private Builder(Database database) {
            this.database = database;
        }

        /**
         * Names the store, for people and meters.
         *
         * @param storeName the name
         * @return this
         */
        public Builder name(String storeName) {
            name = storeName;
            return this;
        }

        /**
         * Names the table; that of the quotas is named after it, with {@code _quota} at the end.
         *
         * @param tableName unquoted, with a schema before it if need be
         * @return this
         */
        public Builder table(String tableName) {
            table = tableName;
            return this;
        }

        /**
         * Limits what a statement may take, the wait for others on the same row included.
         *
         * @param limit a second to a minute
         * @return this
         * @throws IllegalArgumentException if it is out of that
         */
        public Builder timeLimit(Duration limit) {
            timeLimit = ShortTransactions.checked(limit, "counter");
            return this;
        }

        /**
         * Sets it up.
         *
         * @return the store; the tables are looked for at its first step
         */
        public JdbcCounterStore build() {
            return new JdbcCounterStore(this);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Returns the tables, with the statements that create them.
     *
     * @return the schema
     */
    public Schema schema() {
        return tables.schema();
    }

    /**
     * Returns the database that the tables are in.
     *
     * @return the database over the store's own data source
     */
    public Database database() {
        return database;
    }

    @Override
    public Added add(Change change) {
        check(change.key());
        return step(
                "adding to counter '" + change.key() + "'",
                (known, session) -> known.steps().add(session, change));
    }

    @Override
    public long sum(String key, int first, int last) {
        return step("reading counter '" + key + "'", (known, session) -> known.sum(session, key, first, last));
    }

    @Override
    public boolean remove(String key, int first, int last) {
        return step("removing counter '" + key + "'", (known, session) -> known.remove(session, key, first, last));
    }

    @Override
    public Window take(Take take) {
        check(take.key());
        return step(
                "taking of quota '" + take.key() + "'",
                (known, session) -> known.steps().take(session, take));
    }

    @Override
    public Window look(String key, Pace pace) {
        return step("looking at quota '" + key + "'", (known, session) -> known.look(session, key, pace));
    }

    /** {@inheritDoc} In transactions of {@value #BATCH} quotas at most each; every one of them reads through the table. */
    @Override
    public int purge(int atMost) {
        return transactions.inBatches("purging quotas", atMost, BATCH, tables.known()::purge);
    }

    /** Too long a key is an error, never a shorter key: databases that cut it off would take two counters for one. */
    private static void check(String key) {
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "a key has at most " + LONGEST_KEY + " characters, and '" + key + "' has more.");
        }
    }

    /** A step on the tables. */
    @FunctionalInterface
    private interface Step<T> {

        T on(CounterTables.Known known, Session session) throws SQLException;
    }

    /** @throws SchemaMissingException if a table is not there */
    private <T> T step(String task, Step<T> step) {
        CounterTables.Known known = tables.known(); // looked up before a connection is taken for the step
        return transactions.run(task, session -> step.on(known, session));
    }

    /** Does nothing: the data source is the caller's. */
    @Override
    public void close() {}
}
