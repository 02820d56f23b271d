package dev.safe4j.test.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;

/** A server through Redisson. */
final class RedissonPort implements RedisPort {

    private static final int PAGE = 1_000;

    private final RedissonClient client;

    RedissonPort(RedissonClient client) {
        this.client = client;
    }

    /** By a script, since the client asks its nodes in other ways for each topology. */
    @Override
    public Map<String, String> server() {
        Object info = client.getScript(StringCodec.INSTANCE)
                .<Object>eval(RScript.Mode.READ_ONLY, "return redis.call('info', 'server')", RScript.ReturnType.VALUE);
        return RedisPort.lines(String.valueOf(info));
    }

    @Override
    public void delete(String prefix) {
        List<String> keys = new ArrayList<>();
        client.getKeys()
                .getKeys(KeysScanOptions.defaults()
                        .pattern(RedisPort.pattern(prefix))
                        .chunkSize(PAGE))
                .forEach(keys::add);
        for (int from = 0; from < keys.size(); from += PAGE) {
            client.getKeys()
                    .unlink(keys.subList(from, Math.min(from + PAGE, keys.size()))
                            .toArray(String[]::new));
        }
    }
}
