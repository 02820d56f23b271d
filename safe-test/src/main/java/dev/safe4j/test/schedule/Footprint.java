package dev.safe4j.test.schedule;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * What a step touches: the ground on which two steps are known not to influence each other. Resources are tables or keys, each
 * with the name of its server before it.
 *
 * @param reads what it reads without locking
 * @param writes what it writes or locks
 * @param ends of the end of a transaction: what the transaction wrote or locked
 * @param snapshot whether it takes the snapshot that its whole transaction will see
 * @param mvcc whether readers of this server never see and never wait for what is not committed
 * @param anything whether it may touch anything, as a function whose body is not known
 */
public record Footprint(
        Set<String> reads, Set<String> writes, Set<String> ends, boolean snapshot, boolean mvcc, boolean anything) {

    /** Copies the sets. */
    public Footprint {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
        ends = Set.copyOf(ends);
    }

    /**
     * Returns the footprint of what may touch anything.
     *
     * @return that footprint
     */
    public static Footprint unknown() {
        return new Footprint(Set.of(), Set.of(), Set.of(), false, false, true);
    }

    /**
     * Returns the footprint of one atomic command.
     *
     * @param reads the keys it reads
     * @param writes the keys it writes
     * @return the footprint
     */
    public static Footprint atomic(Set<String> reads, Set<String> writes) {
        return new Footprint(reads, writes, Set.of(), false, false, false);
    }

    /**
     * Tells whether the two steps, next to each other, have the same effects in either order. It errs to false.
     *
     * @param other a step of another actor
     * @return whether they are independent
     */
    public boolean independentOf(Footprint other) {
        if (anything || other.anything) {
            return false;
        }
        return !influencedBy(other) && !other.influencedBy(this);
    }

    private boolean influencedBy(Footprint other) {
        boolean bothMvcc = mvcc && other.mvcc;
        if (snapshot && !other.ends.isEmpty()) {
            return true;
        }
        if (meet(writes, other.writes) || meet(writes, other.ends) || meet(reads, other.ends)) {
            return true;
        }
        return !bothMvcc && (meet(reads, other.writes) || (!ends.isEmpty() && !other.ends.isEmpty()));
    }

    private static boolean meet(Set<String> some, Set<String> others) {
        return !Collections.disjoint(some, others);
    }

    /**
     * Returns this footprint with further resources: those that a foreign key reaches, say.
     *
     * @param further added to what is written or locked
     * @return the larger footprint
     */
    public Footprint alsoWriting(Set<String> further) {
        Set<String> all = new HashSet<>(writes);
        all.addAll(further);
        return new Footprint(reads, all, ends, snapshot, mvcc, anything);
    }
}
