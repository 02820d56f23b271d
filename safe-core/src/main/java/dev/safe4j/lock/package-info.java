/**
 * The lock room: one holder at a time, over threads and processes, for a time that ends by itself.
 *
 * <p>Promise: of all who ask for a key, one holds it, until it gives it up or its {@linkplain dev.safe4j.lease.Lease lease} ends;
 * every wait has a bound; callers of one process are served in their order; a late release of a former holder frees nothing; every
 * holder has a {@linkplain dev.safe4j.lock.HeldLock#fence() fencing number} above all before. A lock over a network cannot promise that
 * a paused holder has stopped: what is written must carry the fencing number, and the resource must refuse a lower one.
 */
@NullMarked
package dev.safe4j.lock;

import org.jspecify.annotations.NullMarked;
