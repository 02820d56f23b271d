package dev.safe4j.lock;

import dev.safe4j.lease.Lease;
import java.time.Instant;

/**
 * The time in which the store's lease on a key stays with this process, while its callers pass the lock on: "lock cohorting", after
 * Dice, Marathe and Shavit 2012. Guarded by its cohort's mutex, but for the lease, which is thread-safe.
 */
final class Tenure {

    private final Lease lease;
    private final LockOptions options;
    private final Instant since;
    private final long begun = System.nanoTime();
    private long lastFence;
    private int holders;

    Tenure(Lease lease, LockOptions options, Instant since) {
        this.lease = lease;
        this.options = options;
        this.since = since;
        this.lastFence = lease.fence() - 1;
    }

    Lease lease() {
        return lease;
    }

    /** The moment at which the present holder got it, by the store's clock as far as it is known here. */
    Instant now() {
        return since.plusNanos(System.nanoTime() - begun);
    }

    boolean isOver() {
        return lease.remaining().isZero();
    }

    long nextFence() {
        holders++;
        return ++lastFence;
    }

    /** The last fencing number that was used. */
    long lastFence() {
        return lastFence;
    }

    /** Whether the lock may go to a caller of this process who wants it like this, without the store. */
    boolean mayGoOn(Cohorting rule, LockOptions next) {
        return holders < rule.holders()
                && System.nanoTime() - begun < rule.time().toNanos()
                && next.hasLeaseOf(options)
                && !isOver();
    }

    /** Whether the lease has to be renewed before the next holder relies on it. */
    boolean needsRenewal() {
        long half = lease.length().toNanos() / 2;
        return !options.isRenewed() || lease.remaining().toNanos() < half;
    }
}
