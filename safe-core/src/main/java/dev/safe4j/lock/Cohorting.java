package dev.safe4j.lock;

import java.time.Duration;

/**
 * How long a process may pass a lock on among its own callers before others get their turn.
 *
 * @param holders the most holders of one tenure, 1 for no passing on; so many fencing numbers are reserved with it
 * @param time after which it is passed on no more
 */
record Cohorting(int holders, Duration time) {

    static final int MOST_HOLDERS = 10_000;
    static final Duration LONGEST_TIME = Duration.ofDays(366);

    Cohorting {
        if (holders < 1 || holders > MOST_HOLDERS) {
            throw new IllegalArgumentException(
                    "a cohort has 1 to " + MOST_HOLDERS + " holders, and not " + holders + ".");
        }
        if (time.isNegative() || time.compareTo(LONGEST_TIME) > 0) {
            throw new IllegalArgumentException(
                    "the time of a cohort is from zero to " + LONGEST_TIME.toDays() + " days, and not " + time + ".");
        }
    }
}
