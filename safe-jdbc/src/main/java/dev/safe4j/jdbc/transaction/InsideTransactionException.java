package dev.safe4j.jdbc.transaction;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Something that runs a whole transaction, perhaps more than once, was called inside another transaction. Nothing was done.
 *
 * @see "docs/patterns/wrong-boundary.md"
 */
public final class InsideTransactionException extends IllegalStateException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    private InsideTransactionException(String what, String outer) {
        super(what + " must not start inside another transaction (" + outer
                + " is active on this thread): run again, it"
                + " would join the one that has failed, see the same old snapshot, and be committed or rolled back by"
                + " somebody else. Call it outside, around that transaction.");
    }

    /**
     * Throws if a transaction is active on this thread.
     *
     * @param what what is about to start, for the message
     * @throws InsideTransactionException if there is one
     */
    public static void refuse(String what) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            String name = TransactionSynchronizationManager.getCurrentTransactionName();
            throw new InsideTransactionException(what, name == null ? "one" : "'" + name + "'");
        }
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.PERMANENT;
    }
}
