/**
 * The race: the same thing done by many callers at once, on the real thing, and the proof of what came of it.
 *
 * <p>Promise: all callers of a round are there before the first one starts, and they are let go together; every outcome is
 * counted, none is lost, and a count is checked in every round; the invariants are checked after every round, and the first
 * broken one ends the race; a caller that never comes back is named, with its stack and what it waits for, and the test goes
 * on; after a round none of its threads is left, but those that ignore an interrupt, and these are named too. How many callers
 * were in flight together is measured, since a race that never overlapped proves nothing. Needs no test framework: what fails is
 * an {@link java.lang.AssertionError}.
 *
 * <p>A race is a search by chance: it finds what the scheduler happens to do. It proves a fault, never its absence.
 */
@NullMarked
package dev.safe4j.test.race;

import org.jspecify.annotations.NullMarked;
