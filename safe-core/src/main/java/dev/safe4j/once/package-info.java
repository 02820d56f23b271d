/**
 * The once room: what must not be done again though it is asked for again, by a restart of an instance or by a sender who repeats.
 *
 * <p>Promise: {@link dev.safe4j.once.Once} runs a named job in one instance, and again only after a crash;
 * {@link dev.safe4j.once.Inbox} handles an event once, exactly once as far as its effects are in the database in whose transaction its id
 * is recorded.
 */
@NullMarked
package dev.safe4j.once;

import org.jspecify.annotations.NullMarked;
