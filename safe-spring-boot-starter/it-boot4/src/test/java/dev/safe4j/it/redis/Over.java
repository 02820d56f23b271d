package dev.safe4j.it.redis;

import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client that an application has. */
enum Over {
    /** A bean of the application's own. */
    REDISSON(OneServer.class) {
        @Override
        String[] properties(String uri) {
            return new String[] {"redis.address=" + uri};
        }
    },

    /** Lettuce, as Spring Boot configures it. */
    SPRING_DATA(Nothing.class) {
        @Override
        String[] properties(String uri) {
            return new String[] {"it.redis=true", "spring.data.redis.url=" + uri, "spring.data.redis.timeout=1s"};
        }
    };

    private final Class<?> configuration;

    Over(Class<?> configuration) {
        this.configuration = configuration;
    }

    Class<?> configuration() {
        return configuration;
    }

    abstract String[] properties(String uri);

    /** Brings nothing. */
    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    /** Redisson over one server. */
    @Configuration(proxyBeanMethods = false)
    static class OneServer {
        @Bean(destroyMethod = "shutdown")
        RedissonClient redisson(@Value("${redis.address}") String address) {
            Config config = new Config();
            config.useSingleServer().setAddress(address).setTimeout(1_000);
            return Redisson.create(config);
        }
    }

    /** Redisson behind Sentinel. */
    @Configuration(proxyBeanMethods = false)
    static class BehindSentinel {
        @Bean(destroyMethod = "shutdown")
        RedissonClient redisson(@Value("${redis.sentinels}") String[] sentinels) {
            Config config = new Config();
            config.useSentinelServers()
                    .setMasterName("sweets")
                    .addSentinelAddress(sentinels)
                    .setTimeout(1_000);
            return Redisson.create(config);
        }
    }
}
