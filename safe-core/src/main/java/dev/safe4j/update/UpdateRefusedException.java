package dev.safe4j.update;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;

/**
 * A write was refused and the caller asked for an exception instead of a value. Nothing was written. Its class is
 * {@link FaultClass#PERMANENT}: the same write will be refused again until somebody else changes the row.
 *
 * @see "docs/patterns/check-then-act.md"
 */
public class UpdateRefusedException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    UpdateRefusedException(String message, Refusal refusal) {
        super(message);
        this.refusal = refusal;
    }

    /**
     * Returns why it was refused.
     *
     * @return the refusal
     */
    public Refusal refusal() {
        return refusal;
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.PERMANENT;
    }
}
