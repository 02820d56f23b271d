package dev.safe4j.benchmarks;

import java.util.List;

/** What the subjects of a table do in turns, and on what. */
interface Contest {

    /** Their names, in the order of the table; the first is the raw limit. */
    List<String> subjects();

    /** Makes the ground fresh for a subject, so that none pays for the one before it. */
    void reset(int subject);

    /** Has a subject at work. */
    Round.Outcome play(int subject, Round.Length length, int seed);

    /**
     * Compares the end state with what the operations since the reset have answered.
     *
     * @throws IllegalStateException if they do not agree
     */
    void require(int subject, List<Round.Outcome> outcomes);

    /** What the ratio is of. */
    double rate(Round.Outcome outcome);

    /** What the table says of a subject. */
    Figures figures(Measured measured);
}
