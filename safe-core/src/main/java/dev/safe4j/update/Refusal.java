package dev.safe4j.update;

import org.jspecify.annotations.Nullable;

/** Why a write was refused though its row is there. Nothing was written. */
public sealed interface Refusal {

    /**
     * Returns the row that was not written.
     *
     * @return its table and key
     */
    RowId row();

    /**
     * Makes the exception that says this refusal.
     *
     * @return a new exception, not thrown yet
     */
    UpdateRefusedException toException();

    /**
     * The row did not meet the condition of the write.
     *
     * @param row the row
     * @param condition the condition, as the caller wrote it
     */
    record ConditionNotMet(RowId row, String condition) implements Refusal {
        @Override
        public UpdateRefusedException toException() {
            return new UpdateRefusedException(
                    row + " was not changed: it does not meet the condition " + condition + ".", this);
        }
    }

    /**
     * The row was changed by someone else since it was read.
     *
     * @param row the row
     * @param expected the version that the caller had read
     * @param present the version in the row now, null if the column is
     */
    record StaleVersion(
            RowId row, Object expected, @Nullable Object present) implements Refusal {
        @Override
        public UpdateRefusedException toException() {
            return new StaleVersionException(this);
        }
    }

    /**
     * The row was written under a later holding of the lock: the writer's own is over, whether it has noticed or not.
     *
     * @param row the row
     * @param given the fencing number of the write
     * @param stored the highest number that the row has seen
     */
    record StaleFence(RowId row, long given, long stored) implements Refusal {
        @Override
        public UpdateRefusedException toException() {
            return new UpdateRefusedException(
                    row + " was not changed: it was written with the fencing number " + stored
                            + " already, and this write carries " + given
                            + ", that of an earlier holder of the lock. The lock was lost: stop, and check what was"
                            + " written under it.",
                    this);
        }
    }

    /**
     * A named constraint of the database forbade the write, and the caller asked for that as a refusal.
     *
     * @param row the row
     * @param constraint the constraint's name, as the database has it
     */
    record ConstraintViolated(RowId row, String constraint) implements Refusal {
        @Override
        public UpdateRefusedException toException() {
            return new UpdateRefusedException(
                    row + " was not changed: the constraint '" + constraint + "' forbids it.", this);
        }
    }
}
