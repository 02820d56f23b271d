package dev.safe4j.update;

import java.time.Duration;

/**
 * Is told what becomes of writes that carry their own check, and of row locks: for meters and logs. Called on the thread that does it; must
 * be quick; an exception is logged and changes nothing. Thread-safe. Every method does nothing unless overridden.
 *
 * <p>What is told happened in the caller's transaction, if there is one, and may still be rolled back with it.
 */
public interface RowListener {

    /** What became of a write. */
    enum Outcome {
        /** The row was written, inserted or deleted. */
        APPLIED,
        /** The row did not meet the condition, or a named constraint forbade it. */
        REFUSED,
        /** The row has another version than was read. */
        STALE,
        /** A later holder of the lock has written the row: the writer had lost it. */
        FENCED,
        /** There is no such row. */
        MISSING,
        /** A row with the same unique key is there already. */
        DUPLICATE
    }

    /** What became of row locks. */
    enum Locking {
        /** They were locked, or left out as the caller had asked for; also if there is no such row. */
        LOCKED,
        /** One was locked by somebody else, and was not to be waited for. */
        BUSY,
        /** One was not freed in time: in that of the lock, or in what was left of the transaction's. */
        TIMED_OUT,
        /** It failed: a deadlock, the database, or the caller, who has no transaction. */
        FAILED
    }

    /**
     * A write has ended. One that failed with an exception is not told.
     *
     * @param table the table, as the program names it
     * @param outcome what became of it
     */
    default void onWrite(String table, Outcome outcome) {}

    /**
     * Rows were to be locked.
     *
     * @param table the table, as the program names it
     * @param outcome what became of it
     * @param took how long, with the wait
     */
    default void onLock(String table, Locking outcome, Duration took) {}
}
