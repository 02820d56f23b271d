package dev.safe4j.benchmarks;

import dev.safe4j.redis.RedisScript;
import java.util.List;
import java.util.UUID;

/** The raw limits in Redis: scripts, called directly. */
final class RawRedisLock implements LockWay {

    private static final String PREFIX = "raw:";
    private static final String LEASE = String.valueOf(LONG.toMillis());

    private final Step acquire;
    private final Step release;

    private RawRedisLock(Step acquire, Step release) {
        this.acquire = acquire;
        this.release = release;
    }

    /** One call; the answer's deciding number, zero if it was refused. */
    private interface Step {
        long run(String key, String token);
    }

    /** This library's own scripts. */
    static LockWay ours(RawScripts scripts) {
        String acquire = scripts.load(RedisScript.named("lock-acquire").text());
        String release = scripts.load(RedisScript.named("lock-release").text());
        return new RawRedisLock(
                (key, token) -> {
                    List<String> answer =
                            scripts.run(acquire, keys(key, token), List.of("86400000", token, "raw", LEASE, "1", "0"));
                    return answer.get(0).equals("granted") ? Long.parseLong(answer.get(1)) : 0;
                },
                (key, token) -> {
                    List<String> options = List.of("86400000", "120000", "60000000", PREFIX + "released");
                    List<String> mine = List.of(token, key, "0", "0");
                    List<String> all = java.util.stream.Stream.concat(options.stream(), mine.stream())
                            .toList();
                    return scripts.run(release, keys(key, token), all).get(0).equals("FREED") ? 1 : 0;
                });
    }

    /** The least that a sound lock needs: a token, a fencing number, a release that compares the token. */
    static LockWay least(RawScripts scripts) {
        String acquire = scripts.load("""
                if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
                  return {tostring(redis.call('INCR', KEYS[2]))}
                end
                return {'0'}""");
        String release = scripts.load("""
                if redis.call('GET', KEYS[1]) == ARGV[1] then
                  return {tostring(redis.call('DEL', KEYS[1]))}
                end
                return {'0'}""");
        return new RawRedisLock(
                (key, token) -> number(
                        scripts.run(acquire, List.of(PREFIX + key, PREFIX + key + ":fence"), List.of(token, LEASE))),
                (key, token) -> number(scripts.run(release, List.of(PREFIX + key), List.of(token))));
    }

    private static List<String> keys(String key, String token) {
        String lock = PREFIX + "{" + key + "}";
        return List.of(lock, lock + ":fence", lock + ":over:" + token);
    }

    private static long number(List<String> answer) {
        return Long.parseLong(answer.get(0));
    }

    @Override
    public boolean hold(String key, Body body) {
        String token = UUID.randomUUID().toString();
        long fence = acquire.run(key, token);
        if (fence == 0) {
            return false;
        }
        long released;
        try {
            body.run(fence);
        } finally {
            released = release.run(key, token);
        }
        if (released == 0) {
            throw new IllegalStateException("lock '" + key + "' was lost.");
        }
        return true;
    }
}
