package dev.safe4j.redis;

import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The two clients, each of which has to pass everything. */
public enum Client {
    REDISSON {
        @Override
        public Opened open(String uri, int timeout) {
            Config config = new Config();
            config.useSingleServer()
                    .setAddress(uri)
                    .setConnectionPoolSize(12)
                    .setConnectionMinimumIdleSize(2)
                    .setSubscriptionConnectionMinimumIdleSize(1)
                    .setConnectTimeout(1_000)
                    .setTimeout(timeout)
                    .setRetryAttempts(2)
                    .setRetryDelay(new ConstantDelay(Duration.ofMillis(timeout / 20)));
            return over(Redisson.create(config));
        }

        @Override
        public Opened openCluster(List<String> uris, int timeout) {
            Config config = new Config();
            config.useClusterServers()
                    .addNodeAddress(uris.toArray(String[]::new))
                    .setScanInterval(500)
                    .setMasterConnectionPoolSize(8)
                    .setMasterConnectionMinimumIdleSize(1)
                    .setSlaveConnectionMinimumIdleSize(1)
                    .setSubscriptionConnectionMinimumIdleSize(1)
                    .setConnectTimeout(1_000)
                    .setTimeout(timeout);
            return over(Redisson.create(config));
        }

        @Override
        public Opened openSentinel(String master, List<String> sentinels) {
            Config config = new Config();
            config.useSentinelServers()
                    .setMasterName(master)
                    .addSentinelAddress(sentinels.toArray(String[]::new))
                    .setScanInterval(500)
                    .setMasterConnectionPoolSize(8)
                    .setMasterConnectionMinimumIdleSize(1)
                    .setSlaveConnectionMinimumIdleSize(1)
                    .setSubscriptionConnectionMinimumIdleSize(1)
                    .setConnectTimeout(1_000)
                    .setTimeout(TIMEOUT);
            return over(Redisson.create(config));
        }

        private Opened over(RedissonClient client) {
            return new Opened(RedisClients.redisson(client), client, null, client::shutdown);
        }
    },
    LETTUCE {
        @Override
        public Opened open(String uri, int timeout) {
            URI where = URI.create(uri);
            return over(new LettuceConnectionFactory(
                    new RedisStandaloneConfiguration(where.getHost(), where.getPort()), timeouts(timeout)));
        }

        @Override
        public Opened openCluster(List<String> uris, int timeout) {
            RedisClusterConfiguration cluster = new RedisClusterConfiguration();
            uris.forEach(uri -> cluster.addClusterNode(
                    new RedisNode(URI.create(uri).getHost(), URI.create(uri).getPort())));
            ClusterTopologyRefreshOptions refresh = ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(Duration.ofMillis(500))
                    .build();
            LettuceClientConfiguration client = LettuceClientConfiguration.builder()
                    .commandTimeout(Duration.ofMillis(timeout))
                    .clientOptions(ClusterClientOptions.builder()
                            .topologyRefreshOptions(refresh)
                            .build())
                    .build();
            return over(new LettuceConnectionFactory(cluster, client));
        }

        @Override
        public Opened openSentinel(String master, List<String> sentinels) {
            RedisSentinelConfiguration sentinel = new RedisSentinelConfiguration().master(master);
            sentinels.forEach(uri -> sentinel.sentinel(
                    new RedisNode(URI.create(uri).getHost(), URI.create(uri).getPort())));
            return over(new LettuceConnectionFactory(sentinel, timeouts(TIMEOUT)));
        }

        private LettuceClientConfiguration timeouts(int timeout) {
            return LettuceClientConfiguration.builder()
                    .commandTimeout(Duration.ofMillis(timeout))
                    .build();
        }

        private Opened over(LettuceConnectionFactory factory) {
            factory.afterPropertiesSet();
            factory.start();
            return new Opened(RedisClients.springData(factory), null, factory, factory::destroy);
        }
    };

    /** How long a client waits for an answer, in ms: so short that tests of servers that do not answer can wait for it. */
    static final int TIMEOUT = 1_000;
    /** Where every server answers, in its time. */
    static final int PATIENT = 10_000;

    /** A client that is open, with the two that may be behind it. */
    public record Opened(RedisClient redis, RedissonClient redisson, RedisConnectionFactory factory, Runnable end)
            implements AutoCloseable {

        @Override
        public void close() {
            end.run();
        }
    }

    public Opened open(String uri) {
        return open(uri, TIMEOUT);
    }

    public abstract Opened open(String uri, int timeout);

    public Opened openCluster(List<String> uris) {
        return openCluster(uris, TIMEOUT);
    }

    public abstract Opened openCluster(List<String> uris, int timeout);

    public abstract Opened openSentinel(String master, List<String> sentinels);
}
