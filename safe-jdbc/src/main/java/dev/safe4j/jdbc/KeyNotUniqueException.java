package dev.safe4j.jdbc;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.update.RowId;

/**
 * The key of a write matched more than one row. The write was rolled back; within a caller's transaction up to the point
 * before it, so that the transaction can go on.
 */
public final class KeyNotUniqueException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    KeyNotUniqueException(RowId row, int rows) {
        super("the key " + row.key() + " of table " + row.table() + " matched " + rows
                + " rows, and a write by key is for one. Nothing was written. Use all columns of a unique key.");
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.PERMANENT;
    }
}
