package dev.safe4j.faults;

import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Effects in Redis: a set for each block, since a client may send a command twice, of runs, which all have names of their own. */
final class EffectSet implements Effects {

    private final RedissonClient client;
    private final String prefix;

    EffectSet(String uri, String prefix, Duration timeout) {
        Config config = new Config().setNettyThreads(4).setThreads(4);
        config.useSingleServer()
                .setAddress(uri)
                .setConnectionPoolSize(12)
                .setConnectionMinimumIdleSize(1)
                .setTimeout(Math.toIntExact(timeout.toMillis()))
                .setRetryAttempts(0);
        this.client = Redisson.create(config);
        this.prefix = prefix;
    }

    /** The key of the set of a block. */
    static String name(String prefix, int block) {
        return prefix + "effect:" + block;
    }

    @Override
    public void add(Effect effect) {
        client.getSet(name(prefix, effect.block()), StringCodec.INSTANCE)
                .add(effect.key() + " " + effect.attempt() + " " + effect.run());
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
