/**
 * What the names and keys may be that users give to locks, counters, requests and jobs.
 *
 * <p>Every store keeps what is let through exactly, so that two names never stand for each other.
 */
@NullMarked
package dev.safe4j.name;

import org.jspecify.annotations.NullMarked;
