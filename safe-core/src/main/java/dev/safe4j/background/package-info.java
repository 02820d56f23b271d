/**
 * The room of work beside the caller's: tasks that nobody waits for, and threads.
 *
 * <p>Promise: no failure of a task is lost: it is logged, counted and told; a repeating task goes on, waits longer or stops by a rule that
 * was stated, and never overlaps itself; what waits to be run is bounded; a stop lets what runs end, for a stated time. A task that is
 * lost with its process is lost: what must be done belongs into a {@link dev.safe4j.job job}.
 */
@NullMarked
package dev.safe4j.background;

import org.jspecify.annotations.NullMarked;
