package dev.safe4j.shop.race;

/** The race of one hazard. Each of its rounds has rows of its own, so that races never meet each other. */
public interface Race {

    /** Which hazard, by its slug. */
    String hazard();

    /** What happens in a round, in a line. */
    String scene(int callers);

    /** Makes the rows of a round, and says what the callers do and how the end is judged. */
    Round round(Setting setting, int number);
}
