/**
 * The way to Redis: a {@linkplain dev.safe4j.redis.RedisClient seam of a few calls}, and its two sides, Redisson and Lettuce through
 * Spring Data Redis. The stores stand on the seam and know neither.
 *
 * <p>Redis 6.2 or newer: alone, behind Sentinel, or as a cluster. Everything that is stored is changed by scripts, each of them atomic; each
 * may be sent again when its reply was lost, and then does nothing new and answers the same.
 */
@NullMarked
package dev.safe4j.redis;

import org.jspecify.annotations.NullMarked;
