package dev.safe4j.jdbc.idempotency;

import javax.sql.DataSource;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A transaction that a unit was part of and failed in: a commit would leave its claim, or half of its effect. Whatever manager the
 * transaction has, its commit is refused before it is sent; a manager of JDBC says so by itself.
 */
final class DoomedTransaction implements TransactionSynchronization {

    static void doom(DataSource dataSource) {
        if (TransactionSynchronizationManager.getResource(dataSource) instanceof ConnectionHolder holder) {
            holder.setRollbackOnly();
        }
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new DoomedTransaction());
        }
    }

    /** No TransactionException: after one of those managers think that the commit has failed, and roll nothing back. */
    @Override
    public void beforeCommit(boolean readOnly) {
        throw new IllegalStateException(
                "the transaction cannot be committed: a unit of an inbox or an idempotent operation failed in it, and its"
                        + " claim would be committed without its effect. Let the exception leave the transaction.");
    }
}
