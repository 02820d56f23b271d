/**
 * Counters and quotas in Redis.
 *
 * <p>Where the numbers of {@link dev.safe4j.counter} are kept when Redis is what the instances of a service share: exact to the last one
 * also where a client sends a step again, and lost with what a failing master had not passed on.
 */
@NullMarked
package dev.safe4j.redis.counter;

import org.jspecify.annotations.NullMarked;
