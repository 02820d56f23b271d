package dev.safe4j.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection to Redis beside the application's, to the same servers with the same settings. The application's is stopped before any bean
 * is destroyed: who ends his work after that could not release his lock. It is also no way to wait behind the business's commands.
 */
final class OwnConnection implements AutoCloseable {

    private final RedisConnectionFactory application;
    private final @Nullable LettuceConnectionFactory own;

    OwnConnection(RedisConnectionFactory application) {
        this.application = application;
        this.own = beside(application);
    }

    /** Null if its settings cannot be seen. */
    private static @Nullable LettuceConnectionFactory beside(RedisConnectionFactory application) {
        if (application.getClass() != LettuceConnectionFactory.class) {
            return null;
        }
        LettuceConnectionFactory lettuce = (LettuceConnectionFactory) application;
        RedisConfiguration servers = servers(lettuce);
        if (servers == null) {
            return null;
        }
        LettuceConnectionFactory own = new LettuceConnectionFactory(servers, lettuce.getClientConfiguration());
        own.afterPropertiesSet();
        own.start();
        return own;
    }

    private static @Nullable RedisConfiguration servers(LettuceConnectionFactory lettuce) {
        if (lettuce.getClusterConfiguration() != null) {
            return lettuce.getClusterConfiguration();
        }
        if (lettuce.getSentinelConfiguration() != null) {
            return lettuce.getSentinelConfiguration();
        }
        if (lettuce.getSocketConfiguration() != null) {
            return lettuce.getSocketConfiguration();
        }
        RedisStandaloneConfiguration one = lettuce.getStandaloneConfiguration();
        // What it says, too, when its servers are of another kind, a fixed master with replicas.
        return one.equals(new RedisStandaloneConfiguration()) ? null : one;
    }

    RedisConnectionFactory factory() {
        return own == null ? application : own;
    }

    @Override
    public void close() {
        if (own != null) {
            own.destroy();
        }
    }
}
