package dev.safe4j.background;

import java.time.Duration;

/**
 * When a task is run again, counted from the end of the run before. Immutable.
 *
 * @param pause after a run that succeeded, longer than zero
 * @param longestPause after failures the pause doubles up to this, at most 365 days; the pause itself for no longer ones
 * @param mostFailures after so many in a row it stops, which is logged as an error and told; zero for never
 */
public record Repeat(Duration pause, Duration longestPause, int mostFailures) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * Checks it.
     *
     * @param pause after a run
     * @param longestPause after failures
     * @param mostFailures in a row
     * @throws IllegalArgumentException if it is out of what is said above
     */
    public Repeat {
        if (pause.isZero()
                || pause.isNegative()
                || longestPause.compareTo(pause) < 0
                || longestPause.compareTo(LONGEST) > 0
                || mostFailures < 0) {
            throw new IllegalArgumentException("a pause is longer than zero, the longest is no shorter and at most "
                    + LONGEST + ", and the most failures are"
                    + " not negative, but " + pause + ", " + longestPause + " and " + mostFailures
                    + " were given.");
        }
    }

    /**
     * Repeats at the same pace, whatever fails.
     *
     * @param pause between the end of a run and the next one
     * @return the rule
     */
    public static Repeat every(Duration pause) {
        return new Repeat(pause, pause, 0);
    }

    /**
     * Waits longer after failures.
     *
     * @param longest up to which the pause doubles
     * @return the rule with it
     */
    public Repeat backingOffTo(Duration longest) {
        return new Repeat(pause, longest, mostFailures);
    }

    /**
     * Stops after failures.
     *
     * @param inARow how many
     * @return the rule with it
     */
    public Repeat stoppingAfter(int inARow) {
        return new Repeat(pause, longestPause, inARow);
    }

    Duration pauseAfter(int failures) {
        Duration next = pause;
        for (int i = 1; i < failures && next.compareTo(longestPause) < 0; i++) {
            next = next.multipliedBy(2);
        }
        return next.compareTo(longestPause) > 0 ? longestPause : next;
    }

    boolean isOverAfter(int failures) {
        return mostFailures > 0 && failures >= mostFailures;
    }
}
