package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;

class RedisTestTest {

    @BeforeEach
    void prefixIsInjectedHereToo(TestRedis redis) {
        redis.call("SET", redis.key("before"), "1");
    }

    @RedisTest
    void keys_of_one_test_are_its_own(TestRedis redis) {
        redis.call("SET", redis.key("a"), "1");
        TestRedis other = redis.server().newTestRedis();
        other.call("SET", other.key("a"), "2");
        assertThat(other.keys()).isEqualTo(List.of(other.key("a")));
        other.close();
        assertThat(other.keys()).isEmpty();
        assertThat(redis.keys()).isEqualTo(List.of(redis.key("a"), redis.key("before")));
        assertThat(redis.call("GET", redis.key("a"))).isEqualTo("1");
    }
}
