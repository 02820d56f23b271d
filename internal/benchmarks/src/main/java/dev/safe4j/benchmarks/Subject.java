package dev.safe4j.benchmarks;

import java.sql.SQLException;

/**
 * One way to take a piece out of the stock.
 *
 * @param name in the table
 * @param purchase the way
 */
record Subject(String name, Purchase purchase) {

    /** Takes one piece. */
    @FunctionalInterface
    interface Purchase {

        /**
         * Takes one piece.
         *
         * @param id of the row
         * @param tally is told of each retry
         * @return whether there was one to take
         * @throws SQLException ends the run
         */
        boolean take(int id, Tally tally) throws SQLException;
    }
}
