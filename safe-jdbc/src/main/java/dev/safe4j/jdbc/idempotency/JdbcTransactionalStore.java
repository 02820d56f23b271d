package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.TransactionalStore;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.transaction.Transactions;
import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose claim, effect and answer commit together, in the database of the effects. Immutable and thread-safe.
 *
 * <p>A claim that has not committed is waited for, on the connection of the transaction that asks, for as long as the caller says; the
 * bound is that of the one statement. Correct at any isolation level: at REPEATABLE READ and above a duplicate may have to be run again,
 * by the store in a transaction of its own, by the caller in the caller's.
 */
public final class JdbcTransactionalStore implements TransactionalStore {

    /** How long a transaction of the store's own waits for another's before it is given up, and the next one looks. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration AS_LONG_AS_ASKED = Duration.ofDays(1);

    private final Database database;
    private final Transactions transactions;
    private final RequestTables tables;

    private JdbcTransactionalStore(Builder options) {
        this.database = options.database;
        this.transactions = options.transactions;
        this.tables = new RequestTables(options.database, options.table);
    }

    /**
     * Makes a store with the defaults: table {@code safe4j_idempotency}, a transaction manager of its own.
     *
     * @param database where the effects are
     * @return the store; the tables are looked for at its first step
     */
    public static JdbcTransactionalStore on(Database database) {
        return builder(database).build();
    }

    /**
     * Begins to set up a store.
     *
     * @param database where the effects are
     * @return the set-up
     */
    public static Builder builder(Database database) {
        return new Builder(database);
    }

    /** How a store is set up. For one thread. */
    public static final class Builder {

        private final Database database;
        private Transactions transactions;
        private String table = RequestTables.DEFAULT;

        private Builder(Database database) {
            this.database = database;
            Transactions own = Transactions.on(database);
            this.transactions = database.dialect().isMySqlFamily() ? own.readCommitted() : own;
        }

        /**
         * Sets what runs the transactions that the store opens, by the application's transaction manager; on MariaDB and MySQL best at
         * {@linkplain Transactions#readCommitted() READ COMMITTED}, since the other levels lock gaps between keys.
         *
         * @param runner the runner, over a manager of the same data source
         * @return this
         */
        public Builder transactions(Transactions runner) {
            transactions = runner;
            return this;
        }

        /**
         * Names the table; that of the steps is named after it, with {@code _step} at the end.
         *
         * @param tableName unquoted, with a schema before it if need be
         * @return this
         */
        public Builder table(String tableName) {
            table = tableName;
            return this;
        }

        /**
         * Sets it up.
         *
         * @return the store; the tables are looked for at its first step
         */
        public JdbcTransactionalStore build() {
            return new JdbcTransactionalStore(this);
        }
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
     * Returns the store over a transaction that the caller has open on a connection, for callers without Spring's transactions. It has
     * no transaction of its own to offer: there, {@link #inTransaction} refuses. A unit that throws is taken back to a savepoint, its claim
     * too; after a conflict the transaction can only be rolled back.
     *
     * @param connection with auto-commit off; to be committed, rolled back and closed by the caller
     * @return the store, for the thread and the time of the transaction
     */
    public TransactionalStore over(Connection connection) {
        return new StoreOverConnection(database, tables, connection);
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.safe4j.jdbc.SchemaMissingException if a table is not there
     * @throws dev.safe4j.jdbc.transaction.InsideTransactionException if the caller has a transaction open
     */
    @Override
    public <T extends @Nullable Object, X extends Exception> T inTransaction(Unit<T, X> unit) throws X {
        return opened(unit, LONGEST_WAIT);
    }

    private <T extends @Nullable Object, X extends Exception> T opened(Unit<T, X> unit, Duration longest) throws X {
        tables.steps(); // looked for before a transaction is opened, on the connection that it would need
        return transactions.run(attempt -> unit.run(steps(longest)));
    }

    /**
     * {@inheritDoc} The caller's transaction is the one that Spring has active on this thread. If the unit throws, it can only be rolled
     * back. In one of the store's own the unit is run again after a conflict.
     *
     * @throws dev.safe4j.jdbc.SchemaMissingException if a table is not there
     * @throws IllegalStateException if the active transaction is not one of the database's data source
     */
    @Override
    public <T extends @Nullable Object, X extends Exception> T joining(Unit<T, X> unit) throws X {
        if (!Transactions.isInside()) {
            return opened(unit, AS_LONG_AS_ASKED);
        }
        try {
            return unit.run(steps(AS_LONG_AS_ASKED));
        } catch (Throwable failure) {
            DoomedTransaction.doom(database.dataSource());
            throw failure;
        }
    }

    private Steps steps(Duration longest) {
        return new StepsInTransaction(tables, database.faults(), longest, this::run);
    }

    private <T extends @Nullable Object> T run(String task, Session.Work<T> work) {
        return database.run(task, session -> {
            requireOurs(session);
            return work.on(session);
        });
    }

    private static void requireOurs(Session session) {
        if (!session.inTransaction()) {
            throw new IllegalStateException("the transaction is not one of the data source of the idempotency store,"
                    + " so the claim would not commit with it. Give the store the data source that the transaction"
                    + " manager binds.");
        }
    }
}
