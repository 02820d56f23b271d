/** The Redis stores. Empty until the lock room moves in. */
@NullMarked
package dev.safe4j.redis;

import org.jspecify.annotations.NullMarked;
