package dev.safe4j.idempotency;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** The wait for somebody else who is at it: bounded, in jittered pauses that grow. For one thread. */
final class Waiting {

    private static final long FIRST = Duration.ofMillis(5).toNanos();
    private static final long LONGEST = Duration.ofMillis(250).toNanos();

    private final long until;
    private long bound = FIRST;

    Waiting(Duration longest) {
        this.until = System.nanoTime() + longest.toNanos();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    }

    /**
     * Pauses before the next look.
     *
     * @param remaining of the other's lease: there is nothing to wait for beyond its end
     * @return false at once if the time is over or the thread is interrupted, whose flag stays set
     */
    boolean pause(Duration remaining) {
        long now = System.nanoTime();
        if (until - now <= 0 || Thread.currentThread().isInterrupted()) {
            return false;
        }
        long drawn = bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1);
        long wake = now + Math.min(drawn, Math.min(until - now, Math.max(remaining.toNanos(), FIRST)));
        bound = Math.min(LONGEST, bound * 2);
        for (long left = wake - now; left > 0; left = wake - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return true;
    }
}
