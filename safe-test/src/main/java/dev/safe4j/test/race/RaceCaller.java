package dev.safe4j.test.race;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * One caller in one round, as its body sees it.
 *
 * <p>Immutable but for its random numbers: {@link #think} is for the caller's own thread only.
 */
public final class RaceCaller {

    private final int number;
    private final String name;
    private final int round;
    private final long longestThink;
    private final SplittableRandom random;

    RaceCaller(int number, String name, int round, long longestThink, long seed) {
        this.number = number;
        this.name = name;
        this.round = round;
        this.longestThink = longestThink;
        // Each caller draws from its own source: what one draws must not depend on how far the others have come.
        this.random = new SplittableRandom(seed + (long) round * Race.MOST_CALLERS + number);
    }

    /**
     * Returns the caller's number among all callers of the race, whatever their names.
     *
     * @return the number, from 0
     */
    public int number() {
        return number;
    }

    /**
     * Returns the caller's name, "caller" unless it was given one.
     *
     * @return the name, not blank
     */
    public String name() {
        return name;
    }

    /**
     * Returns the round: with it a body can make keys of its own in each.
     *
     * @return the round's number, from 1
     */
    public int round() {
        return round;
    }

    /**
     * Waits a random time up to the race's {@linkplain Race#jitter jitter}, not at all without one. Between a read and the write
     * that depends on it this opens the window in which others come between. An interrupt ends the wait; the flag stays set.
     */
    public void think() {
        if (longestThink > 0) {
            pause(nextThink());
        }
    }

    /** Draws the next think time, in nanoseconds. */
    long nextThink() {
        return random.nextLong(longestThink + 1);
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        // In a loop: a park may end for no reason, or because the body left a permit behind.
        for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public String toString() {
        return name + "-" + number + " in round " + round;
    }
}
