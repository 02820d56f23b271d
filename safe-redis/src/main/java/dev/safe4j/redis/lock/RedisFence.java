package dev.safe4j.redis.lock;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisScript;
import dev.safe4j.redis.ScriptCall;
import java.util.List;
import java.util.Objects;

/**
 * The guard of values in Redis: it stores a value only if no holder with a higher fencing number has stored one before, and remembers the
 * number. A former holder that has not noticed its loss is refused here. Immutable and thread-safe.
 *
 * <p>It protects what is written through it, and nothing else: a plain SET of the same key is not stopped. The highest number of a key is
 * kept beside it, in the same slot of a cluster, without an end; delete both together. The lock may be kept in any store. One round trip;
 * no part in a transaction. Sent again when the answer was lost, a write does the same and answers the same.
 */
public final class RedisFence {

    /** How the keys of the highest numbers begin, unless said otherwise. */
    public static final String DEFAULT_PREFIX = "safe4j:fence:";

    /** The highest number that a script counts with exactly. */
    private static final long HIGHEST = 1L << 53;

    private final RedisClient client;
    private final String prefix;
    private final RedisScript set = RedisScript.named("fence-set");

    private RedisFence(RedisClient client, String prefix) {
        this.client = Objects.requireNonNull(client, "the Redis client of a fence is null");
        this.prefix = prefix;
    }

    /**
     * Makes a guard with the default prefix.
     *
     * @param client the way to Redis
     * @return the guard
     */
    public static RedisFence on(RedisClient client) {
        return new RedisFence(client, DEFAULT_PREFIX);
    }

    /**
     * Sets how the keys of the highest numbers begin. All who write the same values use the same.
     *
     * @param ofKeys not blank, without braces
     * @return the guard with it
     * @throws IllegalArgumentException if it is not that
     */
    public RedisFence prefix(String ofKeys) {
        return new RedisFence(client, new LockNames(ofKeys).prefix());
    }

    /**
     * Stores a value in the name of a lock. The lock is not asked whether it is held: the number alone decides.
     *
     * @param key of the value, as any other client reads it with GET
     * @param value to be stored
     * @param lock whose {@linkplain HeldLock#fence() number} is carried
     * @return accepted or refused, with the highest number
     */
    public FencedWrite set(String key, String value, HeldLock lock) {
        return set(key, value, lock.fence());
    }

    /**
     * Stores a value under a fencing number.
     *
     * @param key of the value, as any other client reads it with GET
     * @param value to be stored
     * @param fence the number, 0 to 2^53
     * @return accepted or refused, with the highest number
     * @throws IllegalArgumentException if the number is out of bounds, or the key empty or with braces that are no hash tag
     */
    public FencedWrite set(String key, String value, long fence) {
        if (fence < 0 || fence > HIGHEST) {
            throw new IllegalArgumentException(
                    "a fencing number is 0 to 2^53, and not " + fence + " (key '" + key + "').");
        }
        List<String> reply =
                client.run(new ScriptCall(set, List.of(key, seen(key)), List.of(String.valueOf(fence), value)));
        long highest = Long.parseLong(reply.get(1));
        return reply.get(0).equals("1") ? new FencedWrite.Accepted(highest) : new FencedWrite.Refused(highest);
    }

    /**
     * Returns the key of the highest number seen: in the slot of the value's key, and another for each.
     *
     * @param key of the value
     * @return the key beside it
     * @throws IllegalArgumentException if the key is empty or has braces that are no hash tag
     */
    public String seen(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open);
        if (close > open + 1) {
            return prefix + "=" + key; // its own tag decides the slot of both
        }
        if (key.isEmpty() || open >= 0 || key.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "the key of a fenced value must not be empty, and braces in it must be one hash tag: '" + key
                            + "'.");
        }
        return prefix + "{" + key + "}";
    }
}
