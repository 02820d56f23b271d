package dev.safe4j.faults;

import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisClients;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisConnectionException;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A client that waits for answers well below the leases of the runs.
 *
 * @param client the calls over it
 * @param end closes it
 */
record OpenRedis(RedisClient client, Runnable end) implements AutoCloseable {

    /** To connect takes long on a machine that has other things to do, and holds nothing. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Through Redisson, which sends a command again whose answer was lost. */
    static OpenRedis redisson(String uri, Duration timeout) {
        return redisson(uri, timeout, 12, Duration.ofMillis(20));
    }

    /** For many threads: Redisson waits for a connection, and for its writing, no longer than until its next attempt. */
    static OpenRedis redisson(String uri, Duration timeout, int connections, Duration delay) {
        Config config = new Config().setNettyThreads(4).setThreads(4);
        config.useSingleServer()
                .setAddress(uri)
                .setConnectionPoolSize(connections)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                .setTimeout(Math.toIntExact(timeout.toMillis()))
                .setRetryAttempts(1)
                .setRetryDelay(new ConstantDelay(delay));
        return over(config);
    }

    /** A cluster, through Redisson. */
    static OpenRedis cluster(List<String> uris, Duration timeout) {
        Config config = new Config().setNettyThreads(4).setThreads(4);
        config.useClusterServers()
                .addNodeAddress(uris.toArray(String[]::new))
                .setScanInterval(500)
                .setMasterConnectionPoolSize(8)
                .setMasterConnectionMinimumIdleSize(1)
                .setSlaveConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                .setTimeout(Math.toIntExact(timeout.toMillis()));
        return over(config);
    }

    /** Redisson greets a server within the time that it gives to any command: at load it may need several attempts. */
    private static OpenRedis over(Config config) {
        long begun = System.nanoTime();
        while (true) {
            try {
                RedissonClient client = Redisson.create(config);
                return new OpenRedis(RedisClients.redisson(client), client::shutdown);
            } catch (RedisConnectionException late) {
                if (System.nanoTime() - begun > Site.FIRST_CONNECTION.toNanos()) {
                    throw late;
                }
            }
        }
    }

    /** Through Lettuce, which sends again only what had no answer when its connection was lost. */
    static OpenRedis lettuce(String uri, Duration timeout) {
        URI where = URI.create(uri);
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                new RedisStandaloneConfiguration(where.getHost(), where.getPort()),
                LettuceClientConfiguration.builder()
                        .commandTimeout(CONNECT) // which is the one of the first greetings, too
                        .clientOptions(ClientOptions.builder()
                                .socketOptions(SocketOptions.builder()
                                        .connectTimeout(CONNECT)
                                        .build())
                                .timeoutOptions(TimeoutOptions.enabled(timeout))
                                .build())
                        .build());
        factory.afterPropertiesSet();
        factory.start();
        return new OpenRedis(RedisClients.springData(factory), factory::destroy);
    }

    @Override
    public void close() {
        end.run();
    }
}
