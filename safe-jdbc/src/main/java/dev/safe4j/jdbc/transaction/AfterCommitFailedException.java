package dev.safe4j.jdbc.transaction;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;

/**
 * The transaction is committed, and something that ran after its commit threw: a Spring synchronization, not an action of {@link
 * AfterCommit}. All of the transaction is in the database, and it is not run again; its result is lost. The cause is what was thrown.
 *
 * @see "docs/patterns/effect-before-commit.md"
 */
public final class AfterCommitFailedException extends IllegalStateException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    AfterCommitFailedException(String transaction, Throwable cause) {
        super(
                "transaction '" + transaction + "' is committed, and then something that waited for its commit failed: "
                        + cause + ". Do not run it again. What AfterCommit runs does not hurt the caller.",
                cause);
    }

    /** Whatever the cause is: the work that it would have to be run again for has taken effect. */
    @Override
    public FaultClass faultClass() {
        return FaultClass.PERMANENT;
    }
}
