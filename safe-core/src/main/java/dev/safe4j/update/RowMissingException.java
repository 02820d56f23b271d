package dev.safe4j.update;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;

/**
 * The row that was to be written does not exist. Nothing was written; its class is {@link FaultClass#PERMANENT}.
 *
 * @see "docs/patterns/check-then-act.md"
 */
public final class RowMissingException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    private final transient RowId row;

    /**
     * Makes the exception for a row.
     *
     * @param row the row that is missing
     */
    public RowMissingException(RowId row) {
        super("there is no row " + row + ".");
        this.row = row;
    }

    /**
     * Returns the row that is missing.
     *
     * @return its table and key
     */
    public RowId row() {
        return row;
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.PERMANENT;
    }
}
