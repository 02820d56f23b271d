/**
 * The lease room: what a process holds for a time, and how it is kept.
 *
 * <p>Promise: a {@linkplain dev.safe4j.lease.Lease lease} ends by itself, by a monotonic clock and earlier than the store lets it
 * end, so a holder that asks is told the truth without a round trip; the {@linkplain dev.safe4j.lease.LeaseKeeper keeper} renews
 * it while it is wanted, never after it was given up, and tells when it was lost. What a paused holder writes without asking,
 * only the fencing number can stop.
 */
@NullMarked
package dev.safe4j.lease;

import org.jspecify.annotations.NullMarked;
