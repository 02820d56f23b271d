package dev.safe4j.retry;

/**
 * Whether the work took effect is unknown: the connection was lost after a commit, or a statement that commits itself, had
 * been sent and before its answer came. The state left: either all of the work is in the database or none of it. Read the
 * data in a new transaction before deciding; run it again only if it may take effect twice. Its class is
 * {@link FaultClass#AMBIGUOUS}.
 *
 * @see "docs/patterns/duplicate-request.md"
 * @see "docs/patterns/crash-mid-operation.md"
 */
public final class OutcomeUnknownException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param message what was sent and what to do
     * @param cause how the connection was lost
     */
    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.AMBIGUOUS;
    }
}
