package dev.safe4j.spring.transaction;

import dev.safe4j.jdbc.transaction.TimeBudget;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Watches each transaction of a manager from its begin to its completion, after-commit actions included: until then it holds its connection. */
final class BudgetListener implements TransactionExecutionListener {

    private final TimeBudget budget;

    BudgetListener(TimeBudget budget) {
        this.budget = budget;
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
        if (failure == null && TransactionSynchronizationManager.isSynchronizationActive()) {
            TimeBudget.Watch watch = budget.watch(transaction.getTransactionName());
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    watch.close();
                }
            });
        }
    }
}
