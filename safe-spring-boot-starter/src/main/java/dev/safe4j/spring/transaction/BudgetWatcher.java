package dev.safe4j.spring.transaction;

import dev.safe4j.jdbc.transaction.TimeBudget;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The one daemon thread that notices transactions over their time budget while they still run. Not itself an executor: as a
 * bean it must not be taken for the application's own.
 */
public final class BudgetWatcher implements AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    /** Makes the watcher; its thread starts with the first transaction. */
    public BudgetWatcher() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "safe4j-transaction-budget");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /**
     * Has a budget watched by this thread.
     *
     * @param budget the budget
     * @return the budget, checked the moment it is used up
     */
    public TimeBudget watch(TimeBudget budget) {
        return budget.watchedBy(executor);
    }

    /** Stops the thread; transactions that still run are not watched any more. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
