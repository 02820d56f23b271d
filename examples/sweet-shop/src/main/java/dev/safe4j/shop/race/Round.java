package dev.safe4j.shop.race;

/**
 * One round.
 *
 * @param act what each caller does, all of them at once
 * @param judge looks at the end state when all of them have their answers
 */
public record Round(Act act, Judge judge) {

    /** What a caller does, with one request or several. */
    @FunctionalInterface
    public interface Act {
        void by(int caller, Browser browser);
    }

    /** Compares what is with what should be. */
    @FunctionalInterface
    public interface Judge {
        Ending of(Answers answers);
    }
}
