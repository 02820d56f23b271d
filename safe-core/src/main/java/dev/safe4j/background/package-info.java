/**
 * The room of work beside the caller's: threads for it.
 *
 * <p>Promise: threads that wait are cheap where the JDK makes them so, have names, and keep no process from ending.
 */
@NullMarked
package dev.safe4j.background;

import org.jspecify.annotations.NullMarked;
