package dev.safe4j.jdbc.transaction;

import dev.safe4j.jdbc.CommitKnown;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Actions that wait for the commit: mails, messages, calls that must not speak of what is rolled back. They run on the
 * caller's thread after the commit, in the order in which they were given, and never after a rollback. One that is given while
 * others run after the commit comes after all of them, and so do those that Spring passed over since another synchronization threw.
 * They are not stored: a process that dies between the commit and the action has not run it. An action that fails is told to a
 * handler and hurts neither the others nor the caller, for whom the transaction is committed. Thread-safe.
 */
public final class AfterCommit {

    private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

    private final BiConsumer<String, Exception> onFailure;

    /** Makes the noun with a handler that logs failures as errors. */
    public AfterCommit() {
        this((name, failure) -> LOG.error("The action '{}' failed after the commit.", name, failure));
    }

    /**
     * Makes the noun.
     *
     * @param onFailure gets the name of an action and what it threw
     */
    public AfterCommit(BiConsumer<String, Exception> onFailure) {
        this.onFailure = onFailure;
    }

    /**
     * Runs an action after the commit of the caller's transaction.
     *
     * @param name of the action, for logs
     * @param action the action; it works on the database in a transaction of its own (REQUIRES_NEW), since nobody commits on the
     *     connection of the caller's any more
     * @throws IllegalStateException if no transaction is active, or it has been completed, since then there is no commit to wait for;
     *     nothing is run
     */
    public void run(String name, Runnable action) {
        if (!isCommitToCome()) {
            throw new IllegalStateException("there is no transaction whose commit the action '" + name
                    + "' could wait for. Is the caller's @Transactional bypassed by a call on this, or has it been"
                    + " completed already? If it may run without one, use runNowOrAfterCommit.");
        }
        TransactionSynchronizationManager.registerSynchronization(new Waiting(name, action));
    }

    /**
     * Runs an action after the commit of the caller's transaction, or at once if there is none, or none any more: in what Spring calls
     * after the completion of one, as it does listeners of its events.
     *
     * @param name of the action, for logs
     * @param action the action
     */
    public void runNowOrAfterCommit(String name, Runnable action) {
        if (isCommitToCome()) {
            run(name, action);
        } else {
            action.run();
        }
    }

    /** Spring takes the synchronizations away before it tells them of the completion, and leaves the transaction marked as active. */
    private static boolean isCommitToCome() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.isSynchronizationActive();
    }

    private void runGuarded(String name, Runnable action) {
        try {
            action.run();
        } catch (Exception failure) {
            onFailure.accept(name, failure);
        }
    }

    private final class Waiting implements CommitKnown {

        private final String name;
        private final Runnable action;
        private boolean begun;

        Waiting(String name, Runnable action) {
            this.name = name;
            this.action = action;
        }

        @Override
        public boolean isCommitted() {
            return begun;
        }

        @Override
        public void afterCommit() {
            runOnce();
        }

        /** Spring tells of the commit only those that were there before it, and nobody after one that throws. */
        @Override
        public void afterCompletion(int status) {
            if (status == STATUS_COMMITTED) {
                runOnce();
            }
        }

        private void runOnce() {
            if (!begun) {
                begun = true;
                runGuarded(name, action);
            }
        }
    }
}
