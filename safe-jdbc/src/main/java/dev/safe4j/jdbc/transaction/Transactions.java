package dev.safe4j.jdbc.transaction;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.retry.Attempt;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryListener;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.retry.RetryableBody;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs a unit of work as one transaction, and runs the whole transaction again when it lost against another one.
 *
 * <p>Every {@link Throwable} rolls back, errors too. Run again, in a new transaction, after a conflict (serialization failure,
 * deadlock, snapshot conflict, stale version), a passing fault, or a connection lost before the commit was sent: nothing of
 * those is left. Not run again after a commit whose answer was lost
 * ({@link dev.safe4j.retry.OutcomeUnknownException}), unless the work is declared {@link #idempotent()}. Refuses to start
 * inside another transaction.
 *
 * <p>Immutable and thread-safe: every option returns another runner.
 */
public final class Transactions {

    /** How long a transaction may take unless said otherwise; its statements are cancelled then. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final PlatformTransactionManager manager;
    private final Database database;
    private final TransactionSettings settings;
    private final RetryPolicy retry;

    private Transactions(PlatformTransactionManager manager, Database database, TransactionSettings settings) {
        this.manager = Objects.requireNonNull(manager, "the transaction manager is null");
        this.database = database;
        this.settings = settings;
        this.retry = settings.toldRetry();
    }

    /**
     * Makes the runner with a transaction manager of its own, for applications without one.
     *
     * @param database the database
     * @return the runner
     */
    public static Transactions on(Database database) {
        return on(database, new JdbcTransactionManager(database.dataSource()));
    }

    /**
     * Makes the runner on the application's transaction manager.
     *
     * @param database the database
     * @param manager manages transactions of the database's data source
     * @return the runner
     */
    public static Transactions on(Database database, PlatformTransactionManager manager) {
        return new Transactions(
                manager,
                database,
                new TransactionSettings(
                        RetryPolicy.defaults().orClassifiedBy(database.faults()).alsoRetrying(FaultClass.CONNECTION)));
    }

    /**
     * Runs at SERIALIZABLE: a conflict with any other serializable transaction ends one of the two, and that one is run again.
     *
     * @return the runner
     * @throws UnsupportedOperationException on H2, whose SERIALIZABLE lets a write skew through
     */
    public Transactions serializable() {
        if (database.dialect() == Dialect.H2) {
            throw new UnsupportedOperationException(
                    "H2 has no true SERIALIZABLE: it lets a write skew commit. Lock a guard"
                            + " row before the check instead (RowLocks.guard), which holds on every database.");
        }
        return at(TransactionDefinition.ISOLATION_SERIALIZABLE);
    }

    /**
     * Runs at REPEATABLE READ: all reads see one moment.
     *
     * @return the runner
     */
    public Transactions repeatableRead() {
        return at(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * Runs at READ COMMITTED: every statement sees what is committed when it starts.
     *
     * @return the runner
     */
    public Transactions readCommitted() {
        return at(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /**
     * Declares that nothing is written.
     *
     * @return the runner
     */
    public Transactions readOnly() {
        return with(changed -> changed.readOnly = true);
    }

    /**
     * Names the transaction, for logs, messages and meters.
     *
     * @param newName the name, one of few
     * @return the runner
     */
    public Transactions named(String newName) {
        return with(changed -> changed.name = Objects.requireNonNull(newName));
    }

    /**
     * Sets how long each run may take; statements still running then are cancelled.
     *
     * @param limit a second or longer, rounded up to whole seconds
     * @return the runner
     * @throws IllegalArgumentException if it is zero, negative or above a day
     */
    public Transactions timeout(Duration limit) {
        if (limit.isZero() || limit.isNegative() || limit.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "the time-out of a transaction must be longer than zero and at most a day, and is " + limit + ".");
        }
        return with(changed -> changed.timeout = limit);
    }

    /**
     * Sets how often, how long and after which faults the whole transaction is run again.
     *
     * @param policy the policy; without a classifier of its own it gets the database's, and it always retries connections that
     *     were lost before the commit
     * @return the runner
     */
    public Transactions retry(RetryPolicy policy) {
        RetryPolicy knowing = policy.orClassifiedBy(database.faults()).alsoRetrying(FaultClass.CONNECTION);
        return with(changed -> changed.retry = knowing);
    }

    /**
     * Declares that the work may take effect twice without harm: then it is run again even after a commit whose answer was
     * lost.
     *
     * @return the runner
     */
    public Transactions idempotent() {
        return retry(settings.retry.alsoRetrying(FaultClass.AMBIGUOUS));
    }

    /**
     * Reports a run that takes longer than this.
     *
     * @param newBudget the budget
     * @return the runner
     */
    public Transactions budget(TimeBudget newBudget) {
        return with(changed -> changed.budget = newBudget);
    }

    /**
     * Has runs that are run again, or not any more, told to one listener for each name; in place of those of a call before. Listeners
     * of the {@linkplain #retry policy} are told of all names alike.
     *
     * @param byName gives the listener of the transactions of a name; asked when a runner gets it
     * @return the runner
     */
    public Transactions listener(Function<String, RetryListener> byName) {
        return with(changed -> changed.listeners = Objects.requireNonNull(byName, "the listeners are null"));
    }

    /**
     * Runs the work in a transaction.
     *
     * @param attempt the work; it may run more than once, each time in a new transaction
     * @param <T> what it returns
     * @param <X> what it throws
     * @return its result, committed
     * @throws X what the work threw last; rolled back
     * @throws InsideTransactionException inside another transaction; nothing was done
     * @throws TransactionAbortedException if a failed statement's error was swallowed; rolled back
     * @throws dev.safe4j.retry.OutcomeUnknownException if the answer to the commit was lost
     * @throws AfterCommitFailedException if a Spring synchronization failed after the commit; committed, and not run again
     */
    public <T extends @Nullable Object, X extends Exception> T run(RetryableBody<T, X> attempt) throws X {
        InsideTransactionException.refuse("a transaction that is run again as a whole ('" + settings.name + "')");
        return retry.run(number -> once(number, attempt));
    }

    /**
     * Runs work that returns nothing, as {@link #run} does.
     *
     * @param attempt the work; it may run more than once, each time in a new transaction
     * @param <X> what it throws
     * @throws X what the work threw last; rolled back
     */
    public <X extends Exception> void runWithoutResult(VoidBody<X> attempt) throws X {
        this.<@Nullable Void, X>run(number -> {
            attempt.run(number);
            return null;
        });
    }

    /**
     * Work without a result.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface VoidBody<X extends Exception> {

        /**
         * Runs once.
         *
         * @param attempt which run this is
         * @throws X whatever the work throws
         */
        void run(Attempt attempt) throws X;
    }

    private <T extends @Nullable Object, X extends Exception> T once(Attempt number, RetryableBody<T, X> body)
            throws X {
        TransactionRun run = new TransactionRun(manager, database, settings.definition());
        if (settings.budget == null) {
            return run.run(number, body);
        }
        try (TimeBudget.Watch watch = settings.budget.watch(settings.name)) {
            Objects.requireNonNull(watch);
            return run.run(number, body);
        }
    }

    private Transactions at(int isolation) {
        return with(changed -> changed.isolation = isolation);
    }

    private Transactions with(Consumer<TransactionSettings> change) {
        TransactionSettings changed = settings.copy();
        change.accept(changed);
        return new Transactions(manager, database, changed);
    }

    /**
     * Tells whether a Spring transaction is active on this thread.
     *
     * @return true inside one
     */
    public static boolean isInside() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }
}
