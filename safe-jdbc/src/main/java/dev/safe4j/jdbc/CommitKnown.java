package dev.safe4j.jdbc;

import org.springframework.transaction.support.TransactionSynchronization;

/** A synchronization that knows whether its transaction has been committed; one of those by which {@link Database} refuses to work after that. */
public interface CommitKnown extends TransactionSynchronization {

    /**
     * Tells whether the commit is done.
     *
     * @return true from the time at which synchronizations are told of it
     */
    boolean isCommitted();
}
