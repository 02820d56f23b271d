package dev.safe4j.test.hint;

/**
 * A guess at what an order of steps shows.
 *
 * @param hazard which known race
 * @param why who did what, with the names of the actors
 */
public record Hint(Hazard hazard, String why) {

    /** Returns it on one line: "lost update: … (see docs/patterns/lost-update.md)". */
    @Override
    public String toString() {
        return hazard.title() + ": " + why + " (see " + hazard.page() + ")";
    }
}
