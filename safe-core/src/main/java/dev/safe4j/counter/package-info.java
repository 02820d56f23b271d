/**
 * The counter room: numbers that many change at once, over threads and processes.
 *
 * <p>Promise: nothing that was added is lost or counted twice, as far as an answer came; a bound holds in every moment, as it is looked at in
 * the step that adds; a {@linkplain dev.safe4j.counter.Quota quota} never grants more than its limit in any window of its length; a
 * {@linkplain dev.safe4j.counter.Sequence sequence} never gives a number twice. Every step commits on its own, whatever the caller has
 * open: what was added stays if the caller's transaction is rolled back. Only the gapless sequence, in safe-jdbc, joins it.
 */
@NullMarked
package dev.safe4j.counter;

import org.jspecify.annotations.NullMarked;
