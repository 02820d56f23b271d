package dev.safe4j.jdbc;

import dev.safe4j.retry.FaultClass;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.Row;
import dev.safe4j.update.RowId;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Applied;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of a write that carries its own check, for statements made of text or by jOOQ: compare-and-set on a row.
 *
 * <ol>
 *   <li>Write with key, version, fencing number and condition in the WHERE. One row matched: applied.
 *   <li>None matched: look at the row, once, only now. Not there: missing. A higher fencing number or another
 *       version: stale. Condition false: refused.
 *   <li>Condition true: it became true between the two statements, so the first step is tried again; a refusal is always one
 *       that was true when the row was looked at.
 * </ol>
 */
public final class ConditionalWrite {

    private static final int MOST_LOOKS = 3;

    private final Steps steps;
    private final Plan plan;

    /**
     * Makes the write.
     *
     * @param steps its statements
     * @param plan what is known about it
     */
    public ConditionalWrite(Steps steps, Plan plan) {
        this.steps = steps;
        this.plan = plan;
    }

    /** The statements of a write. */
    public interface Steps {

        /**
         * Writes, with the check in the WHERE, and reads back what was asked for.
         *
         * @param session the session
         * @return what was written
         * @throws SQLException if a statement fails
         */
        Written write(Session session) throws SQLException;

        /**
         * Looks at the row by its key alone.
         *
         * @param session the session
         * @param locking whether the newest committed row must be read, even where the transaction has a snapshot
         * @return what is there, null if there is no such row
         * @throws SQLException if the statement fails
         */
        @Nullable
        Found look(Session session, boolean locking) throws SQLException;

        /**
         * Names the row.
         *
         * @return its table and key
         */
        RowId row();
    }

    /**
     * What a write did.
     *
     * @param rows the number of rows matched
     * @param applied the answer if it was one
     */
    public record Written(int rows, Applied applied) {

        /**
         * Makes it of a bare row count.
         *
         * @param rows the number of rows matched
         * @return the write, which returns nothing
         */
        public static Written plain(int rows) {
            return new Written(rows, Applied.PLAIN);
        }

        /**
         * Makes it of a row count and what came back.
         *
         * @param rows the number of rows matched
         * @param values the returned columns
         * @param version the new version, null if the write is not versioned
         * @return the write
         */
        public static Written of(int rows, Row values, @Nullable Object version) {
            return new Written(rows, new Applied(values, version));
        }
    }

    /**
     * What a look at the row found.
     *
     * @param holds whether the condition is true now
     * @param version the version now, null if there is none
     * @param fence the highest fencing number that the row has seen, null if there is none
     */
    public record Found(
            boolean holds,
            @Nullable Object version,
            @Nullable Number fence) {}

    /**
     * What is known about a write before it runs.
     *
     * @param keyIsUnique whether the metadata proves that the key matches one row at most
     * @param readsBack whether a second statement reads back what was written
     * @param condition the condition as the caller wrote it, null if there is none
     * @param expectedVersion the version that the caller had read, null if the write is not versioned
     * @param fence the fencing number of the write, null if it carries none
     * @param refusals the constraints whose violation is a refusal
     */
    public record Plan(
            boolean keyIsUnique,
            boolean readsBack,
            @Nullable String condition,
            @Nullable Object expectedVersion,
            @Nullable Fence fence,
            List<String> refusals) {

        boolean isChecked() {
            return condition != null || expectedVersion != null || fence != null;
        }
    }

    /**
     * Runs the write.
     *
     * @param session where; a transaction open on it is joined
     * @return what happened
     * @throws SQLException if a statement fails; within a caller's transaction its fate is then the database's rule
     * @throws KeyNotUniqueException if the key matched more than one row; the write was rolled back
     */
    public UpdateResult run(Session session) throws SQLException {
        for (int look = 1; ; look++) {
            Written written;
            try {
                written = needsUndo(session) ? session.atomically(this::writeOne) : writeOne(session);
            } catch (SQLException failure) {
                return refused(failure, session.dialect());
            }
            if (written.rows() == 1) {
                return written.applied();
            }
            if (!plan.isChecked()) {
                return new UpdateResult.Missing(steps.row());
            }
            UpdateResult why = look(session);
            if (why != null) {
                return why;
            }
            if (look == MOST_LOOKS) { // flips at every look: refused is as true as applied
                return new UpdateResult.Refused(conditionNotMet());
            }
        }
    }

    private boolean needsUndo(Session session) {
        if (!plan.keyIsUnique()) {
            return true;
        }
        return session.inTransaction()
                ? !plan.refusals().isEmpty() && session.dialect().failureEndsTransaction()
                : plan.readsBack();
    }

    private Written writeOne(Session session) throws SQLException {
        Written written = steps.write(session);
        if (written.rows() > 1) {
            throw new KeyNotUniqueException(steps.row(), written.rows());
        }
        return written;
    }

    private @Nullable UpdateResult look(Session session) throws SQLException {
        Found found = steps.look(session, session.inTransaction());
        if (found == null) {
            return new UpdateResult.Missing(steps.row());
        }
        Fence fence = plan.fence();
        Number stored = found.fence();
        if (fence != null && stored != null && fence.isBelow(stored)) {
            return new UpdateResult.Refused(new Refusal.StaleFence(steps.row(), fence.number(), stored.longValue()));
        }
        Object expected = plan.expectedVersion();
        if (expected != null && !Versions.same(expected, found.version())) {
            return new UpdateResult.Refused(new Refusal.StaleVersion(steps.row(), expected, found.version()));
        }
        return found.holds() ? null : new UpdateResult.Refused(conditionNotMet());
    }

    private Refusal conditionNotMet() {
        return new Refusal.ConditionNotMet(
                steps.row(), plan.condition() == null ? "of its version or fencing number" : plan.condition());
    }

    private UpdateResult refused(SQLException failure, Dialect dialect) throws SQLException {
        FaultClass fault = plan.refusals().isEmpty()
                ? FaultClass.PERMANENT
                : SqlFaults.of(dialect).classify(failure);
        boolean violation = fault == FaultClass.DUPLICATE || fault == FaultClass.INTEGRITY;
        String constraint = violation ? ConstraintNames.among(failure, plan.refusals()) : null;
        if (constraint == null) {
            throw failure;
        }
        return new UpdateResult.Refused(new Refusal.ConstraintViolated(steps.row(), constraint));
    }
}
