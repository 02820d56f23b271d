package dev.safe4j.jdbc.rowlock;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;
import java.util.List;

/**
 * A row that was to be locked is locked by another transaction and was not freed in time. Its class is
 * {@link FaultClass#LOCK_UNAVAILABLE}: roll the transaction back before trying again.
 *
 * @see "docs/patterns/no-lock-timeout.md"
 */
public final class RowsLockedException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param table the table
     * @param key the columns of the key
     * @param rows the keys that were to be locked
     * @param wait how they were waited for
     * @param cause what the database said
     */
    public RowsLockedException(
            String table, List<String> key, List<List<Object>> rows, LockWait wait, Throwable cause) {
        super(message(table, key, rows, wait), cause);
    }

    private static String message(String table, List<String> key, List<List<Object>> rows, LockWait wait) {
        String named = rows.size() > 5 ? rows.subList(0, 5) + " and " + (rows.size() - 5) + " more" : rows.toString();
        return wait.kind() == LockWait.Kind.NONE
                ? "a row of " + table + " with " + key + " in " + named
                        + " is locked by another transaction, and noWait"
                        + " was asked for. Wait for it (within), or roll back and try again."
                : "a row of " + table + " with " + key + " in " + named + " was not free within "
                        + wait.limit().toMillis()
                        + " ms: another transaction holds it. Roll back and try again, or wait longer (within).";
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.LOCK_UNAVAILABLE;
    }
}
