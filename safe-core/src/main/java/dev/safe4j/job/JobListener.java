package dev.safe4j.job;

import dev.safe4j.job.JobStore.Tidied;
import java.time.Duration;

/**
 * Is told what becomes of jobs: for meters and logs. Called on the thread that does it; must be quick; an exception is logged and changes
 * nothing. Thread-safe. Every method does nothing unless overridden.
 */
public interface JobListener {

    /** How a run ended. */
    enum End {
        /** The job is done. */
        DONE,
        /** It failed, and is run again later. */
        FAILED,
        /** It failed for good. */
        DEAD,
        /** It was not begun, and given back. */
        GIVEN_BACK,
        /**
         * The claim was lost: whatever it came to was not written. Or it was written, and its answer was lost, so that it was sent again and
         * found the claim ended.
         */
        LOST
    }

    /**
     * Jobs were enqueued; they may not have been committed yet.
     *
     * @param type who handles them
     * @param jobs how many, those that were there already not counted
     */
    default void onEnqueued(String type, int jobs) {}

    /**
     * Jobs were asked for.
     *
     * @param wanted how many
     * @param claimed how many there were
     */
    default void onClaimed(int wanted, int claimed) {}

    /**
     * A run begins.
     *
     * @param run the run
     * @param waited for how long the job had been due
     */
    default void onBegun(JobRun run, Duration waited) {}

    /**
     * A run has ended.
     *
     * @param run the run
     * @param end how
     * @param time how long it took; zero if it was not begun
     */
    default void onEnded(JobRun run, End end, Duration time) {}

    /**
     * A run went on though its claim was lost and it was interrupted; its thread is left to itself.
     *
     * @param run the run
     */
    default void onAbandoned(JobRun run) {}

    /**
     * Claims were renewed, or could not be.
     *
     * @param claims how many were asked for
     * @param lost how many of them were lost
     */
    default void onRenewed(int claims, int lost) {}

    /**
     * Claims were renewed, after a third of their lease as a rule.
     *
     * @param lag how much later than that the last of them was; at two thirds of the lease it would have been lost
     */
    default void onHeartbeat(Duration lag) {}

    /**
     * What was found to be done for jobs that nobody was at.
     *
     * @param tidied what it was
     */
    default void onTidied(Tidied tidied) {}
}
