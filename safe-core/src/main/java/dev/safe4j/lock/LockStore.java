package dev.safe4j.lock;

import dev.safe4j.lease.Lease;
import dev.safe4j.lease.LeaseRenewer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where the leases of locks are kept: three atomic steps, each for many keys at once. Thread-safe.
 *
 * <p>Each key is a step of its own: what becomes of one has nothing to do with the others. A step never waits for a lock to become
 * free; times are those of the store's clock, inside the step; every step commits on its own, whatever the caller has open. A
 * step that throws may have taken effect.
 */
public interface LockStore extends LeaseRenewer, AutoCloseable {

    /** The longest key, in characters. */
    int LONGEST_KEY = 200;

    /** The longest name of an owner, in characters. */
    int LONGEST_OWNER = 100;

    /**
     * What is asked for.
     *
     * @param key the lock
     * @param token of this acquisition alone
     * @param owner who asks, for people
     * @param length how long the lease lasts
     * @param fences how many fencing numbers are reserved with it, at least 1
     * @param waits whether the asker goes on waiting if refused: then the key is marked, and the holder told at its release
     */
    record Request(String key, String token, String owner, Duration length, int fences, boolean waits) {}

    /** What became of a request. */
    sealed interface Answer {}

    /**
     * The key was free, and is the asker's.
     *
     * @param firstFence the first of the reserved fencing numbers, above all that were given out for this key before
     * @param since when, by the store's clock
     */
    record Granted(long firstFence, Instant since) implements Answer {}

    /**
     * Somebody holds it; nothing was written but the mark.
     *
     * @param owner who, for people
     * @param fence the highest fencing number reserved by the holder
     * @param since since when, by the store's clock
     * @param remaining how long its lease lasts, unless it is renewed or released before
     */
    record Busy(String owner, long fence, Instant since, Duration remaining) implements Answer {}

    /**
     * What is given up.
     *
     * @param key the lock
     * @param token of its acquisition
     * @param lastFence the last fencing number that was used: the numbers above it were not
     * @param keepFor how long nobody may have it yet, from now on; zero for none
     */
    record Release(String key, String token, long lastFence, Duration keepFor) {}

    /** What became of a release. */
    enum Released {
        /** It was the owner's and is free now, or at the end of what it was to be kept for. */
        FREED,
        /** The same, and others wait for it: whoever released it should let them go first. */
        AWAITED,
        /** It was not the owner's any more; nothing was done. */
        LOST
    }

    /**
     * Returns the name of the store: one that all who share it have in common, and no other store of the application has.
     *
     * @return the name, for the order of locks of several stores
     */
    String name();

    /**
     * Takes each key that is free. A request that is sent again, with its token, is answered as the first time or refused.
     *
     * @param requests what is asked for, each with another key
     * @return the answers in the same order
     * @throws RuntimeException if one of them could not be answered: any may have been granted, and is to be given back
     */
    List<Answer> acquire(List<Request> requests);

    /**
     * Gives up each key that is still the owner's, and tells those who wait, where the store can. A release that is sent again is
     * answered as the first time or with {@link Released#LOST}.
     *
     * @param releases what is given up, each with another key
     * @return the answers in the same order
     * @throws RuntimeException if one of them could not be answered: any may have been given up, and all can be sent again
     */
    List<Released> release(List<Release> releases);

    @Override
    List<Boolean> renew(List<Lease> leases);

    /** Lets go of what the store has for itself; leases stay until they end. */
    @Override
    void close();
}
