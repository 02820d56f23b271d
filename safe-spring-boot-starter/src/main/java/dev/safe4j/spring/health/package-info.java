/**
 * The health of stores, for Spring Boot's actuator.
 *
 * <p>Promise: asking changes nothing in the store, and takes no longer than the store's own time limit.
 */
@NullMarked
package dev.safe4j.spring.health;

import org.jspecify.annotations.NullMarked;
