/**
 * The retry room: which faults may be tried again, how often, and for how long.
 *
 * <p>Promise: only what is {@linkplain dev.safe4j.retry.FaultClass classified} as safe to repeat is repeated; attempts and
 * total time are bounded; the waits are jittered; an interrupt ends the waiting and stays set; no failure is lost.
 */
@NullMarked
package dev.safe4j.retry;

import org.jspecify.annotations.NullMarked;
