package dev.safe4j.lock;

import dev.safe4j.lease.Lease;
import java.time.Duration;
import java.util.Objects;

/**
 * How a lock is wanted. Immutable.
 *
 * @param within how long to wait for it, zero for not at all
 * @param lease how long it lasts without a renewal
 * @param longest how long it is renewed at most, zero for never
 * @param atLeast how long nobody else gets it, from its acquisition on, even if it is released before
 */
record LockOptions(Duration within, Duration lease, Duration longest, Duration atLeast) {

    static final LockOptions DEFAULTS =
            new LockOptions(Locks.DEFAULT_WAIT, Locks.DEFAULT_LEASE, Locks.DEFAULT_LONGEST_HOLD, Duration.ZERO);

    LockOptions {
        bounded("the wait for a lock", within, Locks.LONGEST_WAIT);
        Lease.checked(lease);
        bounded("the longest hold of a lock", longest, Locks.LONGEST_HOLD);
        bounded("the shortest hold of a lock", atLeast, Lease.LONGEST);
        if (atLeast.compareTo(lease) > 0) {
            throw new IllegalArgumentException(
                    "a lock cannot be kept for at least " + atLeast + " by a lease of " + lease + ".");
        }
    }

    private static void bounded(String what, Duration value, Duration most) {
        Objects.requireNonNull(value, () -> what + " is null");
        if (value.isNegative() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " is between zero and " + most + ", and not " + value + ".");
        }
    }

    LockOptions within(Duration wait) {
        return new LockOptions(wait, lease, longest, atLeast);
    }

    LockOptions lease(Duration length) {
        return new LockOptions(within, length, longest, atLeast);
    }

    LockOptions longest(Duration hold) {
        return new LockOptions(within, lease, hold, atLeast);
    }

    LockOptions atLeast(Duration hold) {
        return new LockOptions(within, lease, longest, hold);
    }

    boolean isRenewed() {
        return !longest.isZero();
    }

    /** Whether a lease that was taken by the others serves these. */
    boolean hasLeaseOf(LockOptions other) {
        return lease.equals(other.lease) && isRenewed() == other.isRenewed();
    }
}
