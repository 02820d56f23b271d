package dev.safe4j.test.interleavings;

import java.time.Duration;

/**
 * How far a search goes. Immutable; each method returns a copy.
 *
 * @param preemptions the most switches in one order away from an actor that could go on; -1 for no bound
 * @param schedules the most orders that are run
 * @param within the most time; an order that has begun is ended
 * @param reduced whether orders are left out that are known to be equivalent to others, by what each step touches. It trusts the
 *     text of statements and the database's catalogue: what they do not show, such as a rule, it cannot know. Not together with
 *     a bound on preemptions, which could then hide orders from each other
 * @param walks how many orders are drawn at random where the bounds are reached before all orders were run
 * @param seed of the walks
 */
public record Bounds(int preemptions, int schedules, Duration within, boolean reduced, int walks, long seed) {

    /** How many orders are run at most, unless told otherwise. */
    public static final int DEFAULT_SCHEDULES = 1_000;

    /** How long a search takes at most, unless told otherwise. */
    public static final Duration DEFAULT_TIME = Duration.ofSeconds(30);

    /** Checks that they can be kept. */
    public Bounds {
        require(preemptions >= -1, "preemptions", "0 or more, or -1", preemptions);
        require(schedules >= 1, "schedules", "1 or more", schedules);
        require(!within.isZero() && !within.isNegative(), "within", "positive", within);
        require(!reduced || preemptions < 0, "preemptions", "-1 with the reduction", preemptions);
        require(walks >= 0, "walks", "0 or more", walks);
    }

    private static void require(boolean holds, String name, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + rule + ", is " + value);
        }
    }

    /** {@return no bound on preemptions, {@value #DEFAULT_SCHEDULES} orders, 30 s, no reduction, no walks} */
    public static Bounds defaults() {
        return new Bounds(-1, DEFAULT_SCHEDULES, DEFAULT_TIME, false, 0, 0);
    }

    /**
     * Bounds the switches away from an actor that could go on. Every known fault of two callers needs one.
     *
     * @param most in one order
     * @return a copy
     */
    public Bounds preemptions(int most) {
        return new Bounds(most, schedules, within, reduced, walks, seed);
    }

    /**
     * Bounds the number of orders.
     *
     * @param most that are run
     * @return a copy
     */
    public Bounds schedules(int most) {
        return new Bounds(preemptions, most, within, reduced, walks, seed);
    }

    /**
     * Bounds the time.
     *
     * @param time positive
     * @return a copy
     */
    public Bounds within(Duration time) {
        return new Bounds(preemptions, schedules, time, reduced, walks, seed);
    }

    /**
     * Leaves out equivalent orders, or not.
     *
     * @param yes whether
     * @return a copy, without a bound on preemptions if so
     */
    public Bounds reduced(boolean yes) {
        return new Bounds(yes ? -1 : preemptions, schedules, within, yes, walks, seed);
    }

    /**
     * Draws orders at random where the bounds are reached before all orders were run.
     *
     * @param number how many
     * @param start the seed, printed with the result
     * @return a copy
     */
    public Bounds randomWalks(int number, long start) {
        return new Bounds(preemptions, schedules, within, reduced, number, start);
    }
}
