package dev.safe4j.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The clients of one Redis through which the ways that are compared go, each as it is by default. */
final class RedisConnections implements AutoCloseable {

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final RedissonClient redisson;
    private final LettuceConnectionFactory springData;
    private final StatefulRedisConnection<String, String> lettuce;

    RedisConnections(String uri) {
        Config config = new Config();
        config.useSingleServer().setAddress(uri);
        redisson = Redisson.create(config);
        ends.push(redisson::shutdown);
        URI where = URI.create(uri);
        springData = new LettuceConnectionFactory(new RedisStandaloneConfiguration(where.getHost(), where.getPort()));
        springData.afterPropertiesSet();
        springData.start();
        ends.push(springData::destroy);
        RedisClient client = RedisClient.create(uri);
        ends.push(client::shutdown);
        lettuce = client.connect();
    }

    RedissonClient redisson() {
        return redisson;
    }

    /** Lettuce as Spring Data Redis has it. */
    LettuceConnectionFactory springData() {
        return springData;
    }

    /** One connection that all threads share. */
    StatefulRedisConnection<String, String> lettuce() {
        return lettuce;
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
