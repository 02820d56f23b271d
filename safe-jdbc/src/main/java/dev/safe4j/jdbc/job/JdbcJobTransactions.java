package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobTransactions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Transactions in which what a job writes and its completion commit together, in the database that both are in. Immutable and thread-safe.
 *
 * <p>The completion locks the job's row by the token of the claim until the commit: whoever takes over a claim that runs out then finds the
 * job done. If the claim was lost, all that was written is rolled back.
 */
public final class JdbcJobTransactions implements JobTransactions {

    /** The bound of a transaction, unless said otherwise; the time limit of a job is below it as a rule. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);

    private final JdbcJobStore store;
    private final Database database;
    private final Transactions transactions;

    private JdbcJobTransactions(JdbcJobStore store, Transactions transactions) {
        this.store = store;
        this.database = store.business();
        this.transactions = transactions;
    }

    /**
     * Makes them with a transaction manager of their own, at READ COMMITTED, whatever the default of the connections: with a snapshot a job
     * could not be completed whose claim was renewed since that was taken, and on MariaDB and MySQL the other levels lock gaps between rows.
     *
     * @param store the store of the jobs; the transactions are those of the data source that it joins
     * @return the transactions
     */
    public static JdbcJobTransactions on(JdbcJobStore store) {
        return on(
                store,
                Transactions.on(store.business()).timeout(DEFAULT_TIMEOUT).readCommitted());
    }

    /**
     * Makes them with the application's transaction manager. The transactions should be at READ COMMITTED: above that, on PostgreSQL, H2 and
     * MariaDB with snapshot isolation, a job cannot be completed that runs for longer than a third of its lease, since its claim is renewed
     * then. Its completion is a conflict, again and again, until the job is dead.
     *
     * @param store the store of the jobs
     * @param transactions over a manager of the data source that the store joins, as a rule {@link Transactions#readCommitted}
     * @return the transactions
     */
    public static JdbcJobTransactions on(JdbcJobStore store, Transactions transactions) {
        return new JdbcJobTransactions(store, transactions);
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.safe4j.jdbc.SchemaMissingException if a table is not there
     * @throws dev.safe4j.jdbc.transaction.InsideTransactionException if the caller has a transaction open
     */
    @Override
    public <X extends Exception> void run(Unit<X> unit) throws X {
        Owning owning = store.tables().known().owning(); // looked for before a transaction is opened
        Set<String> groups = new HashSet<>();
        transactions.<X>runWithoutResult(attempt -> {
            groups.clear();
            unit.run(ending -> end(owning, ending, groups));
        });
        store.giveTurns(groups); // after the commit: a turn that somebody else gave would end the transaction
    }

    private boolean end(Owning owning, JobEnding ending, Set<String> groups) {
        return database.run("ending job " + ending.owner().id(), session -> {
            requireOurs(session);
            return owning.end(session, List.of(ending), groups).get(0);
        });
    }

    private static void requireOurs(Session session) {
        if (!session.inTransaction()) {
            throw new IllegalStateException("the transaction is not one of the data source that the job store joins, so"
                    + " the completion would not commit with it. Give the store the data source that the transaction"
                    + " manager binds.");
        }
    }
}
