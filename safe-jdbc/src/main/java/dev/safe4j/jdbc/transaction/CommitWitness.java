package dev.safe4j.jdbc.transaction;

import dev.safe4j.jdbc.CommitKnown;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Knows whether a transaction was committed, though its manager threw: what the other synchronizations throw after the commit comes
 * out of it as a failed commit does. For one thread.
 */
final class CommitWitness implements CommitKnown {

    private boolean committed;

    private CommitWitness() {}

    /** Of a transaction that has just begun here: one that joins another is committed by somebody else. */
    static CommitWitness of(TransactionStatus status) {
        CommitWitness witness = new CommitWitness();
        if (status.isNewTransaction() && TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(witness);
        }
        return witness;
    }

    @Override
    public boolean isCommitted() {
        return committed;
    }

    /** Told before those that may throw: after one that does, nobody else is told. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void afterCommit() {
        committed = true;
    }
}
