package dev.safe4j.benchmarks;

import dev.safe4j.servers.TestDatabase;
import java.util.List;

/** The table that the subjects take from: fresh for each round, never empty, and counted afterwards. */
final class Stock {

    private static final int PIECES_IN_A_ROW = 1_000_000_000;

    private final TestDatabase db;
    private final int rows;

    Stock(TestDatabase db, int rows) {
        this.db = db;
        this.rows = rows;
        db.execute("create table stock (id int primary key, stock int not null, version int not null)");
    }

    int rows() {
        return rows;
    }

    /** A new file without dead rows, statistics, and a checkpoint, so that no subject pays for the one before it. */
    void reset() {
        db.execute(
                "truncate stock",
                "insert into stock select id, " + PIECES_IN_A_ROW + ", 0 from generate_series(1, " + rows + ") id",
                "vacuum analyze stock",
                "checkpoint");
    }

    /**
     * Compares what is left with what was taken since the reset.
     *
     * @throws IllegalStateException if a piece was lost or taken twice
     */
    void requireTaken(Subject subject, List<Round.Outcome> outcomes) {
        long operations = outcomes.stream().mapToLong(Round.Outcome::operations).sum();
        long applied = outcomes.stream().mapToLong(Round.Outcome::applied).sum();
        Long left = db.value(Long.class, "select sum(stock) from stock");
        long expected = (long) rows * PIECES_IN_A_ROW - applied;
        if (left == null || left != expected) {
            throw new IllegalStateException("'" + subject.name() + "' took " + applied
                    + " pieces, so the stock should be " + expected + ", and it is " + left + ".");
        }
        if (applied != operations) {
            throw new IllegalStateException(
                    "'" + subject.name() + "' refused " + (operations - applied) + " times, though there was stock.");
        }
    }
}
