package dev.safe4j.shop.pages;

import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.NameMapper;

/** A client of one Redis, as small as can be, whose keys have a prefix. To be closed. */
public record OneRedis(RedissonClient client) implements AutoCloseable {

    private static final long WATCHDOG_MILLIS = 1_000;

    public static OneRedis at(String uri, String prefix) {
        Config config = new Config();
        config.setThreads(2).setNettyThreads(2).setLockWatchdogTimeout(WATCHDOG_MILLIS);
        config.setNameMapper(new Prefix(prefix));
        config.useSingleServer()
                .setAddress(uri)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(4)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(2);
        return new OneRedis(Redisson.create(config));
    }

    private record Prefix(String prefix) implements NameMapper {

        @Override
        public String map(String name) {
            return prefix + name;
        }

        @Override
        public String unmap(String name) {
            return name.substring(prefix.length());
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
