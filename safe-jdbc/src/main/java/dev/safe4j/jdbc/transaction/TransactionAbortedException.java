package dev.safe4j.jdbc.transaction;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;

/**
 * A statement of the transaction had failed and its error was swallowed; PostgreSQL would have answered the commit by a silent
 * rollback. Nothing was committed.
 *
 * @see "docs/patterns/unique-race.md"
 */
public final class TransactionAbortedException extends IllegalStateException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    TransactionAbortedException() {
        super("the transaction cannot be committed: one of its statements failed, its error was caught inside, and"
                + " PostgreSQL then answers a commit by a silent rollback. Nothing was committed. Let the error leave the"
                + " transaction, or use insertIfAbsent or refusedBy, which do not spoil it.");
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.PERMANENT;
    }
}
