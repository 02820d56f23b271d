package dev.safe4j.retry;

/** What a fault means for the caller: whether the work had an effect, and whether running it again can help. */
public enum FaultClass {
    /** A passing fault without effect: running the same unit again can succeed. */
    TRANSIENT,

    /**
     * Another transaction got in between (serialization failure, deadlock victim, stale version): the whole unit of work
     * had no effect and can be run again, from its first read on.
     */
    CONFLICT,

    /**
     * A lock was not free in the time allowed. The transaction may still be open with earlier writes in it, so it has to be
     * rolled back explicitly before anything is tried again.
     */
    LOCK_UNAVAILABLE,

    /** A unique key is taken. Trying again cannot help; for a claim it means that someone else has it. */
    DUPLICATE,

    /** A foreign key, CHECK or NOT NULL rule is violated. Trying again cannot help. */
    INTEGRITY,

    /** The statement or the unit of work ran out of its time and was cancelled. */
    TIMEOUT,

    /** Whether the work took effect is unknown: the answer to a commit, or to a statement that commits itself, was lost. */
    AMBIGUOUS,

    /** The connection was lost, or could not be had, before a commit was sent: no effect. */
    CONNECTION,

    /** A fault that will come again: wrong SQL, missing permission, bad data, a bug, or anything that is not known. */
    PERMANENT
}
