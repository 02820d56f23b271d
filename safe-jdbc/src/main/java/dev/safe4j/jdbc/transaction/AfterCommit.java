package dev.safe4j.jdbc.transaction;

import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Actions that wait for the commit: mails, messages, calls that must not speak of what is rolled back. They run on the
 * caller's thread after the commit, in the order in which they were given, and never after a rollback. They are not stored: a
 * process that dies between the commit and the action has not run it. An action that fails is told to a handler and hurts
 * neither the others nor the caller, for whom the transaction is committed. Thread-safe.
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
     * @param action the action; the transaction's connection must not be used any more
     * @throws IllegalStateException if no transaction is active, since then there is no commit to wait for; nothing is run
     */
    public void run(String name, Runnable action) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException("there is no transaction whose commit the action '" + name
                    + "' could wait for. Is the caller's @Transactional bypassed by a call on this? If it may run without"
                    + " one, use runNowOrAfterCommit.");
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                runGuarded(name, action);
            }
        });
    }

    /**
     * Runs an action after the commit of the caller's transaction, or at once if there is none.
     *
     * @param name of the action, for logs
     * @param action the action
     */
    public void runNowOrAfterCommit(String name, Runnable action) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            run(name, action);
        } else {
            action.run();
        }
    }

    private void runGuarded(String name, Runnable action) {
        try {
            action.run();
        } catch (Exception failure) {
            onFailure.accept(name, failure);
        }
    }
}
