/**
 * The update room: what a write that carries its own check can answer.
 *
 * <p>Promise: the check and the write are one atomic step, and the three things that can have happened are told apart:
 * applied, refused (and why), missing. The builders that make such writes live beside the stores.
 */
@NullMarked
package dev.safe4j.update;

import org.jspecify.annotations.NullMarked;
