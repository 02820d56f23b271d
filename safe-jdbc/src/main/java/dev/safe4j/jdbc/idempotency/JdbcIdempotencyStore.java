package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Requests and their answers in tables of PostgreSQL, MariaDB, MySQL or H2. Thread-safe.
 *
 * <p>Every step is one short transaction on a connection of the store's own data source, whatever transaction the caller has open; that
 * data source should be a small pool for this store alone, or callers who hold all connections of a common one wait for each other. Works
 * at any isolation level of its connections; at READ COMMITTED with the fewest repetitions.
 *
 * <p>A step that fails throws a {@link DataAccessException}, or an {@link dev.safe4j.retry.OutcomeUnknownException} if it may have been
 * done; deadlocks and serialization failures are repeated until the time limit.
 */
public final class JdbcIdempotencyStore implements IdempotencyStore {

    /** What a step may take, unless said otherwise. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(10);

    /** What is deleted in one transaction of a purge, which takes some milliseconds. */
    private static final int BATCH = 100;

    private final String name;
    private final Database database;
    private final RequestTables tables;
    private final ShortTransactions transactions;

    private JdbcIdempotencyStore(Builder options) {
        this.name = options.name;
        this.database = options.database;
        this.tables = new RequestTables(database, options.table);
        this.transactions = new ShortTransactions(database, name, options.table, options.timeLimit);
    }

    /**
     * Makes a store with the defaults: table {@code safe4j_idempotency}, name "jdbc".
     *
     * @param own the store's own data source; stays the caller's to close, after the store
     * @return the store; the tables are looked for at its first step
     */
    public static JdbcIdempotencyStore on(DataSource own) {
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
        private String table = RequestTables.DEFAULT;
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
         * Limits what a statement may take.
         *
         * @param limit a second to a minute
         * @return this
         * @throws IllegalArgumentException if it is out of that
         */
        public Builder timeLimit(Duration limit) {
            timeLimit = ShortTransactions.checked(limit, "idempotency");
            return this;
        }

        /**
         * Sets it up.
         *
         * @return the store; the tables are looked for at its first step
         */
        public JdbcIdempotencyStore build() {
            return new JdbcIdempotencyStore(this);
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
    public Answer claim(Wanted wanted) {
        RequestSteps steps = tables.steps();
        return step(
                "claiming " + wanted.id(),
                session -> steps.claim(session, wanted, (claim, values) -> steps.claimed(session, claim, values)));
    }

    @Override
    public boolean complete(Owner owner, StoredAnswer answer, Duration keep) {
        RequestSteps steps = tables.steps();
        return step(
                "completing " + owner.id(),
                session -> steps.complete(session, owner, answer, keep) || steps.wasCompleted(session, owner));
    }

    @Override
    public boolean release(Owner owner) {
        RequestSteps steps = tables.steps();
        return step(
                "releasing " + owner.id(),
                session -> RequestSteps.whole(session, inside -> steps.release(inside, owner)));
    }

    @Override
    public boolean abandon(Owner owner) {
        RequestSteps steps = tables.steps();
        return step("abandoning " + owner.id(), session -> steps.abandon(session, owner));
    }

    @Override
    public List<Boolean> renew(List<Renewal> renewals) {
        ManyRequests many = tables.many();
        return renewals.isEmpty() ? List.of() : step("renewing claims", session -> many.renew(session, renewals));
    }

    @Override
    public boolean record(Owner owner, String step, StoredAnswer result) {
        RequestSteps steps = tables.steps();
        return step(
                "recording step '" + step + "' of " + owner.id(),
                session -> steps.record(session, owner, step, result));
    }

    @Override
    public Map<String, StoredAnswer> steps(RequestId id) {
        RequestSteps steps = tables.steps();
        return step("reading the steps of " + id, session -> steps.steps(session, id));
    }

    @Override
    public @Nullable Answer look(RequestId id) {
        RequestSteps steps = tables.steps();
        return this.<@Nullable Answer>step("looking at " + id, session -> steps.look(session, id));
    }

    @Override
    public boolean resolve(RequestId id, long attempt, @Nullable StoredAnswer answer, Duration keep) {
        RequestSteps steps = tables.steps();
        Owner lapsed = new Owner(id, "", attempt);
        return step(
                "resolving " + id,
                session -> answer == null
                        ? RequestSteps.whole(session, inside -> steps.forgetLapsed(inside, lapsed))
                        : steps.resolve(session, lapsed, answer, keep));
    }

    /**
     * {@inheritDoc} In transactions of {@value #BATCH} requests at most each, so that no row is locked for long; rows that somebody has locked are
     * left for the next time.
     */
    @Override
    public int purge(int atMost) {
        return transactions.inBatches("purging requests", atMost, BATCH, tables.many()::purge);
    }

    /** @throws SchemaMissingException if a table is not there */
    private <T extends @Nullable Object> T step(String task, Session.Work<T> work) {
        return transactions.run(task, work);
    }

    /** Does nothing: the data source is the caller's. */
    @Override
    public void close() {}
}
