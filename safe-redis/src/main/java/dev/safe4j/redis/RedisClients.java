package dev.safe4j.redis;

import java.util.Objects;
import org.redisson.api.RedissonClient;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Makes the {@link RedisClient} of a service's own client, which stays the service's to configure and to close. */
public final class RedisClients {

    private RedisClients() {}

    /**
     * Redis through Redisson. Its codec does not matter: scripts are called with plain texts.
     *
     * @param client the client, for one server, Sentinel or a cluster
     * @return the calls over it
     */
    public static RedisClient redisson(RedissonClient client) {
        return new OverRedisson(Objects.requireNonNull(client, "the Redisson client is null"));
    }

    /**
     * Redis through Lettuce, by the connection factory of Spring Data Redis 3.5 or 4. Another driver, whose
     * subscriptions block the thread, is refused as soon as somebody listens.
     *
     * @param factory the factory, started, for one server, Sentinel or a cluster
     * @return the calls over it
     */
    public static RedisClient springData(RedisConnectionFactory factory) {
        return new OverSpringData(Objects.requireNonNull(factory, "the Redis connection factory is null"));
    }
}
