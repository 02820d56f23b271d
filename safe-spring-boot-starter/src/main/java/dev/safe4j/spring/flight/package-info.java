/**
 * {@link dev.safe4j.spring.SingleFlight} at work, and Spring's caches behind guards.
 *
 * <p>Promise: what many ask for at once is loaded once, and what was changed meanwhile is not kept; or the service does not start and says
 * why.
 */
@NullMarked
package dev.safe4j.spring.flight;

import org.jspecify.annotations.NullMarked;
