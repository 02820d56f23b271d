/**
 * The health of stores, for Spring Boot's actuator.
 *
 * <p>Promise: asking writes nothing of its own, takes ten seconds at most, keeps one connection of a store that hangs, and names no key of the
 * application's. A quorum uses the occasion to give back what it owes its servers.
 */
@NullMarked
package dev.safe4j.spring.health;

import org.jspecify.annotations.NullMarked;
