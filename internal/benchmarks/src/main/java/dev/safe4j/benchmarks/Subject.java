package dev.safe4j.benchmarks;

import java.sql.SQLException;

/**
 * One way to do what is measured: to take a piece out of the stock, to hold a lock for a moment.
 *
 * @param name in the table
 * @param purchase the way
 */
record Subject(String name, Purchase purchase) {

    /** Takes one piece, or the lock of that number. */
    @FunctionalInterface
    interface Purchase {

        /**
         * Takes one piece.
         *
         * @param id of the row
         * @param tally is told of each retry, and of how a lock was got
         * @return whether there was one to take
         * @throws SQLException ends the run
         * @throws InterruptedException ends the run
         */
        boolean take(int id, Tally tally) throws SQLException, InterruptedException;
    }
}
