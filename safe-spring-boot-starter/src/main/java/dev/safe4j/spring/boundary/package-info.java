/**
 * The check at start that annotations which need a proxy get one: {@code wrong-boundary}.
 *
 * <p>Promise: a method that is annotated and cannot be intercepted, or that is called on {@code this} from where the
 * annotation does not hold, is named before the service takes its first request, as far as its bytecode shows it.
 */
@NullMarked
package dev.safe4j.spring.boundary;

import org.jspecify.annotations.NullMarked;
