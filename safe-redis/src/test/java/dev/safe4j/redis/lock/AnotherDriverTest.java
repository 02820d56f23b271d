package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lock.Locks;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/** Jedis under Spring Data Redis: its subscription would keep the thread that starts the application for ever. */
@Timeout(30)
@ExtendWith(TestRedisExtension.class)
class AnotherDriverTest {

    @Test
    void jedis_is_refused_instead_of_waited_for(TestRedis redis) {
        JedisConnectionFactory factory = new JedisConnectionFactory(new RedisStandaloneConfiguration(
                redis.server().host(), redis.server().port()));
        factory.afterPropertiesSet();
        factory.start();
        try {
            RedisLockStore store = RedisLockStore.on(RedisClients.springData(factory));
            assertThatThrownBy(() -> Locks.builder(store).signal(store).build())
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("over Lettuce or over Redisson")
                    .hasMessageContaining("JedisConnection");
        } finally {
            factory.destroy();
        }
    }
}
