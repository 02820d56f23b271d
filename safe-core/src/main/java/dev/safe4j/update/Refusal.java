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
