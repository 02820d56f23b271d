package dev.safe4j.jdbc;

import dev.safe4j.lock.HeldLock;
import org.jspecify.annotations.Nullable;

/**
 * The fencing number that a write carries, and the column of the row that keeps the highest number seen. Immutable.
 *
 * @param column a column of whole numbers, of 64 bits or more
 * @param number the number
 * @param lock the lock whose number it is; null if the caller gave the number alone
 */
public record Fence(Column column, long number, @Nullable HeldLock lock) {

    /** The column unless the caller names another. */
    public static final String DEFAULT_COLUMN = "fence";

    /**
     * Checks that the column can keep the number.
     *
     * @throws IllegalArgumentException if it is no column of whole numbers, or too small; or if the number is negative
     */
    public Fence {
        boolean isWhole =
                column.kind() == Column.Kind.INTEGER || (column.kind() == Column.Kind.DECIMAL && column.scale() == 0);
        if (!isWhole) {
            throw new IllegalArgumentException("column '" + column.name() + "' of " + column.table()
                    + " holds no whole numbers, so it cannot keep a fencing number: make it a bigint.");
        }
        if (number < 0) {
            throw new IllegalArgumentException("the fencing number for column '" + column.name() + "' of "
                    + column.table() + " must not be negative, and is " + number + ".");
        }
        column.checked(number);
    }

    /**
     * Asks the lock, without a round trip; a number without its lock passes.
     *
     * @throws dev.safe4j.lease.LeaseLostException if it was lost
     * @throws IllegalStateException if it was released
     */
    public void ensureHeld() {
        if (lock != null) {
            lock.ensureHeld();
        }
    }

    /**
     * Tells whether a row refuses this number.
     *
     * @param stored what the row has, null if it has seen none
     * @return true if it has seen a higher one
     */
    public boolean isBelow(@Nullable Number stored) {
        return stored != null && stored.longValue() > number;
    }
}
