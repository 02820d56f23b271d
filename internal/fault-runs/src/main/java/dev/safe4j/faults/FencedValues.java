package dev.safe4j.faults;

import dev.safe4j.redis.lock.FencedWrite;
import dev.safe4j.redis.lock.RedisFence;

/** Values in Redis with a fence. A log beside them could not be written by the same script, so their history is what is judged. */
final class FencedValues implements Resource {

    private final OpenRedis redis;
    private final RedisFence fence;
    private final String prefix;

    FencedValues(OpenRedis redis, String prefix) {
        this.redis = redis;
        this.fence = RedisFence.on(redis.client()).prefix(prefix + "fence:");
        this.prefix = prefix;
    }

    @Override
    public boolean write(String key, long number, String write) {
        return fence.set(prefix + "value:" + key, write, number) instanceof FencedWrite.Accepted;
    }

    @Override
    public void close() {
        redis.close();
    }
}
