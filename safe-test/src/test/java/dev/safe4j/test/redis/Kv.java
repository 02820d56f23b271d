package dev.safe4j.test.redis;

import dev.safe4j.test.interleavings.RaceProbe;
import java.time.Duration;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** Redis as the cases see it, over either client. */
interface Kv {

    Duration LEASE = Duration.ofMinutes(1);

    String get(String key);

    void set(String key, String value);

    long increment(String key);

    boolean setIfAbsent(String key, String value);

    /** SET NX PX. */
    boolean lease(String key, String value);

    void expire(String key);

    void delete(String key);

    Object eval(String script, String key, String argument);

    /** The exception of a connection that is lost. */
    Class<? extends Exception> lost();

    static Kv spring(RaceProbe probe, LettuceConnectionFactory factory) {
        return new Spring(new StringRedisTemplate(probe.redis().springData(factory)));
    }

    static Kv redisson(RaceProbe probe, RedissonClient client) {
        return new OverRedisson(probe.redis().redisson(client));
    }

    static LettuceConnectionFactory lettuce(String host, int port) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(host, port);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    static RedissonClient redisson(String uri) {
        Config config = new Config().setCodec(StringCodec.INSTANCE);
        config.useSingleServer()
                .setAddress(uri)
                .setConnectionPoolSize(8)
                .setConnectionMinimumIdleSize(2)
                .setSubscriptionConnectionMinimumIdleSize(1);
        return Redisson.create(config);
    }

    /** Over Spring Data Redis. */
    record Spring(StringRedisTemplate redis) implements Kv {

        @Override
        public String get(String key) {
            return redis.opsForValue().get(key);
        }

        @Override
        public void set(String key, String value) {
            redis.opsForValue().set(key, value);
        }

        @Override
        public long increment(String key) {
            return redis.opsForValue().increment(key);
        }

        @Override
        public boolean setIfAbsent(String key, String value) {
            return redis.opsForValue().setIfAbsent(key, value);
        }

        @Override
        public boolean lease(String key, String value) {
            return redis.opsForValue().setIfAbsent(key, value, LEASE);
        }

        @Override
        public void expire(String key) {
            redis.expire(key, LEASE);
        }

        @Override
        public void delete(String key) {
            redis.delete(key);
        }

        @Override
        public Object eval(String script, String key, String argument) {
            return redis.execute(RedisScript.of(script, Long.class), List.of(key), argument);
        }

        @Override
        public Class<? extends Exception> lost() {
            return org.springframework.data.redis.RedisConnectionFailureException.class;
        }

        @Override
        public String toString() {
            return "Spring Data Redis";
        }
    }

    /** Over Redisson's synchronous objects. */
    record OverRedisson(RedissonClient redisson) implements Kv {

        @Override
        public String get(String key) {
            return redisson.<String>getBucket(key).get();
        }

        @Override
        public void set(String key, String value) {
            redisson.getBucket(key).set(value);
        }

        @Override
        public long increment(String key) {
            return redisson.getAtomicLong(key).incrementAndGet();
        }

        @Override
        public boolean setIfAbsent(String key, String value) {
            return redisson.getBucket(key).setIfAbsent(value);
        }

        @Override
        public boolean lease(String key, String value) {
            return redisson.getBucket(key).setIfAbsent(value, LEASE);
        }

        @Override
        public void expire(String key) {
            redisson.getBucket(key).expire(LEASE);
        }

        @Override
        public void delete(String key) {
            redisson.getBucket(key).delete();
        }

        @Override
        public Object eval(String script, String key, String argument) {
            return redisson.getScript()
                    .eval(RScript.Mode.READ_WRITE, script, RScript.ReturnType.LONG, List.of(key), argument);
        }

        @Override
        public Class<? extends Exception> lost() {
            return org.redisson.client.RedisException.class;
        }

        @Override
        public String toString() {
            return "Redisson";
        }
    }
}
