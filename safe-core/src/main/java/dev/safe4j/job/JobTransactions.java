package dev.safe4j.job;

import java.util.function.Predicate;

/** Where the effects of a job and its completion commit together. Thread-safe. */
public interface JobTransactions {

    /**
     * What is done in the transaction.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    interface Unit<X extends Exception> {

        /**
         * Runs in a transaction that is open; again, in another one, if that had to be given up for a conflict.
         *
         * @param end ends a claim in this transaction; false if it was no longer the owner's
         * @throws X whatever it throws: the transaction is rolled back
         */
        void run(Predicate<JobEnding> end) throws X;
    }

    /**
     * Runs a unit in a transaction of its own, again after a conflict.
     *
     * @param unit what is done
     * @param <X> what it throws
     * @throws X what it threw; the transaction was rolled back
     * @throws dev.safe4j.retry.OutcomeUnknownException if the answer to the commit was lost: the job is either done, or run again
     */
    <X extends Exception> void run(Unit<X> unit) throws X;
}
