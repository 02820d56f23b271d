package dev.safe4j.jdbc.counter;

import dev.safe4j.counter.CounterLimitException;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.CounterStore.Added;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.counter.Sequence;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.Session;
import dev.safe4j.name.Names;
import dev.safe4j.retry.FaultClass;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Numbers without gaps, in the caller's transaction: for bills and whatever else must be numbered without one missing. Thread-safe.
 *
 * <p>The number belongs to the transaction: it is used if that commits, and the next one's if it is rolled back. So the row of the sequence stays
 * locked until the transaction ends, and all transactions that take a number of one sequence go one after the other: take it as late as can be.
 * Outside a transaction it refuses. Numbers are in the order of the commits.
 *
 * <p>At READ COMMITTED, the default of PostgreSQL, transactions wait for each other and go on. At REPEATABLE READ and above, PostgreSQL ends
 * those that waited with a serialization failure (40001), and MariaDB those whose snapshot is older, if {@code innodb_snapshot_isolation} is on
 * (1020): there the whole transaction has to be run again, as {@link dev.safe4j.jdbc.transaction.Transactions} does. At SERIALIZABLE everywhere.
 * Two sequences taken in one transaction have to be taken in one order by all, or they meet in a deadlock.
 */
public final class GaplessSequence implements Sequence {

    private static final int TRIES = 3;

    private final Database database;
    private final CounterTables tables;

    private GaplessSequence(Database database, String table) {
        this.database = database;
        this.tables = new CounterTables(database, table);
    }

    /**
     * Makes sequences in the table {@code safe4j_counter}.
     *
     * @param database over the application's data source, whose transactions are joined
     * @return the sequences; the tables are looked for at the first number
     */
    public static GaplessSequence on(Database database) {
        return new GaplessSequence(Objects.requireNonNull(database, "the database is null"), CounterTables.DEFAULT);
    }

    /**
     * Names the table, if it is another.
     *
     * @param name unquoted, with a schema before it if need be
     * @return the sequences in that table
     */
    public GaplessSequence table(String name) {
        return new GaplessSequence(database, name);
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
     * {@inheritDoc} It counts as given when the caller's transaction has committed.
     *
     * @throws IllegalStateException outside a transaction; no number was taken
     * @throws org.springframework.dao.DataAccessException if the statement fails; the transaction is to be rolled back
     */
    @Override
    public long next(String name) {
        String checked = Names.checked("the name of a sequence", name, CounterStore.LONGEST_KEY);
        Change one = new Change(checked, CounterStore.SEQUENCE, 1, Long.MAX_VALUE);
        CounterSteps steps = tables.known().steps();
        Added number = database.run("the next number of sequence '" + name + "'", session -> {
            requireTransaction(name, session);
            return next(steps, session, one);
        });
        if (!number.isAdded()) {
            throw new CounterLimitException(name, 1, number.value(), Long.MAX_VALUE);
        }
        return number.value();
    }

    private static void requireTransaction(String name, Session session) {
        if (!session.inTransaction()) {
            throw new IllegalStateException("sequence '" + name + "' has no gaps only if its number and what it numbers"
                    + " commit together, and no transaction is open. Use Transactions.run or @Transactional; if it is there,"
                    + " is it bypassed by a call on this, or is its transaction one of another data source? If gaps do not"
                    + " matter, use Sequence.inBlocks.");
        }
    }

    /** On H2 two who begin a sequence at once meet at its key; the second finds the row then. Elsewhere an upsert begins it. */
    private Added next(CounterSteps steps, Session session, Change one) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return steps.add(session, one);
            } catch (SQLException failure) {
                boolean isMet =
                        database.dialect() == Dialect.H2 && database.faults().classify(failure) == FaultClass.DUPLICATE;
                if (!isMet || attempt == TRIES) {
                    throw failure;
                }
            }
        }
    }
}
