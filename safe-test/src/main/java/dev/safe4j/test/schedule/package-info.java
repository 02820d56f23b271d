/** Runs actors under a schedule, one step on a server at a time, and knows who waits for whom. The engine of the search; to be used through {@code dev.safe4j.test.interleavings}. */
@NullMarked
package dev.safe4j.test.schedule;

import org.jspecify.annotations.NullMarked;
