/**
 * The fan-out room: the same thing done for many items, several at a time.
 *
 * <p>Promise: never more at once than allowed, counted until the work of an item has really ended; input is taken as it is needed; every
 * item that was taken has one outcome, in the order of the input; an item that was not begun when the batch ended never runs; the call
 * returns when all that was begun has ended, or a stated grace has passed, and then says what still runs; every item is cleaned up once;
 * an {@link java.lang.Error} is never an outcome only. A task can be asked to stop, by its interrupt, and not be made to.
 */
@NullMarked
package dev.safe4j.fanout;

import org.jspecify.annotations.NullMarked;
