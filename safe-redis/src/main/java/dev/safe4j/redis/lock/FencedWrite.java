package dev.safe4j.redis.lock;

/** What became of a write that carried a fencing number. */
public sealed interface FencedWrite {

    /**
     * Returns the highest number that the resource has seen.
     *
     * @return the fencing number
     */
    long highest();

    /**
     * It was stored.
     *
     * @param highest the number of this write
     */
    record Accepted(long highest) implements FencedWrite {}

    /**
     * A later holder has written; nothing was stored.
     *
     * @param highest the later holder's number
     */
    record Refused(long highest) implements FencedWrite {}
}
