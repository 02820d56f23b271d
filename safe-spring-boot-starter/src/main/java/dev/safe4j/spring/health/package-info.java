/**
 * The health of stores, for Spring Boot's actuator.
 *
 * <p>Promise: asking changes nothing in the store, takes ten seconds at most, and names no key of the application's.
 */
@NullMarked
package dev.safe4j.spring.health;

import org.jspecify.annotations.NullMarked;
