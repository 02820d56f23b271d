/**
 * Makes steps of Redis commands: of Spring Data Redis, of Redisson's synchronous objects, and of whatever else says what it is
 * about to send. To be reached through {@code RaceProbe.redis()}.
 */
@NullMarked
package dev.safe4j.test.redis;

import org.jspecify.annotations.NullMarked;
