/**
 * Locks of ShedLock, Spring Integration and Redisson under the contract of our stores, beside our own, and the faults of theirs that
 * are known, as they happen.
 *
 * <p>A module of its own, since one test needs all at once: the stores of {@code safe-jdbc} and {@code safe-redis}, which know nothing
 * of each other, the contract of {@code safe-test}, which both need for their tests, and the libraries of others, which nobody else
 * shall have on the class path.
 */
@NullMarked
package dev.safe4j.peers;

import org.jspecify.annotations.NullMarked;
