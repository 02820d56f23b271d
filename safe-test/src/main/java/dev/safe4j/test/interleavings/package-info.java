/**
 * Searches the orders in which callers can take their steps on a real server, and shows the one that breaks an invariant. For fixed
 * code it says in how many orders it held. Start with {@link dev.safe4j.test.interleavings.Interleavings}.
 */
@NullMarked
package dev.safe4j.test.interleavings;

import org.jspecify.annotations.NullMarked;
