package dev.safe4j.job;

/**
 * The line in which the jobs of one type wait for its pace, for those who write a {@link JobStore}. Each job gets a slot, one interval after
 * the last one, and waits for it. A slot that has passed lets its job begin as long as no more than a burst begin at once; if many have
 * passed, since no worker was there, looks were further apart than the time of the pace or jobs were given back, the others get new slots at
 * the end of the line: so each is moved once, and not at each look. Times are microseconds since 1970, by the store's
 * clock. For one thread, which holds what the store keeps of the type.
 */
public final class PaceLine {

    private final long interval;
    private final long now;
    private long lastSlot;
    private long lastBegun;

    /**
     * Goes on with a line.
     *
     * @param pace of the type
     * @param lastSlot as {@link #lastSlot} was before; 0 at first
     * @param lastBegun as {@link #lastBegun} was before; 0 at first
     * @param now the time
     */
    public PaceLine(Pace pace, long lastSlot, long lastBegun, long now) {
        this.interval = pace.intervalMicros();
        this.now = now;
        long earliest = now - pace.jobs() * interval; // a burst after a pause
        this.lastSlot = Math.max(lastSlot, earliest);
        this.lastBegun = Math.max(lastBegun, earliest);
    }

    /**
     * Takes the next job that is due.
     *
     * @param hasSlot whether it has waited for a slot, which has come
     * @return when it may begin, which is now unless it is later: then that is its slot
     */
    public long next(boolean hasSlot) {
        // an interval sooner than the next slot: one that is seen late delays none after it
        if (hasSlot && lastBegun < now) {
            lastBegun += interval;
            return now;
        }
        lastSlot = Math.max(lastSlot, lastBegun) + interval;
        if (lastSlot <= now) {
            lastBegun += interval;
        }
        return lastSlot;
    }

    /**
     * Tells how long the line is.
     *
     * @return the last slot that was given, to be kept by the store
     */
    public long lastSlot() {
        return lastSlot;
    }

    /**
     * Tells how many have begun.
     *
     * @return the slot that the last of them would have had, had they all begun one interval after the other; to be kept by the store
     */
    public long lastBegun() {
        return lastBegun;
    }
}
