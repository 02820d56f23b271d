package dev.safe4j.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.safe4j.it.redis.Over.OneServer;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.lock.RedisLockStore;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redisson.api.RedissonClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which client is taken, and that nothing is taken instead of what was asked for. */
@Tag("slow")
@Timeout(120)
@ExtendWith({TestRedisExtension.class, OutputCaptureExtension.class})
class RedisMissingTest {

    private static final String DEAD = "redis://127.0.0.1:1";

    private static String failing(CapturedOutput output, Class<?> client, String... properties) {
        int before = output.getOut().length();
        Throwable failure = catchThrowable(
                () -> Shop.start(client, WebApplicationType.NONE, properties).close());
        assertThat(failure).as("the application must not start").isNotNull();
        return output.getOut().substring(before);
    }

    @Test
    void two_clients_without_a_primary_one_are_not_guessed_between(CapturedOutput output, TestRedis redis) {
        assertThat(failing(output, TwoServers.class, "safe4j.lock.store=redis", "redis.address=" + redis.uri()))
                .contains("APPLICATION FAILED TO START")
                .contains("safe4j.lock.store is REDIS, and there is nothing to keep locks in.")
                .contains("a RedissonClient or a RedisConnectionFactory bean, or a primary one")
                .contains("locks in memory would protect nothing");
    }

    @Test
    void a_quorum_needs_redisson() {
        new ApplicationContextRunner()
                .withUserConfiguration(Shop.Application.class)
                .withClassLoader(new FilteredClassLoader("org.redisson"))
                .withPropertyValues(
                        "safe4j.lock.store=quorum", "safe4j.lock.nodes=" + DEAD, "spring.application.name=a")
                .run(context ->
                        assertThat(context.getStartupFailure()).hasStackTraceContaining("safe4j.lock.store is QUORUM"));
    }

    @Test
    void a_quorum_of_too_few_or_an_even_number_or_of_one_server_twice_is_none(CapturedOutput output) {
        for (String nodes : new String[] {
            "redis://a:1,redis://b:1",
            "redis://a:1,redis://b:1,redis://c:1,redis://d:1",
            "redis://a:1,redis://b:1,redis://a:1"
        }) {
            assertThat(failing(output, Over.Nothing.class, "safe4j.lock.store=quorum", "safe4j.lock.nodes=" + nodes))
                    .as(nodes)
                    .contains("APPLICATION FAILED TO START", "safe4j.lock.nodes", "3, 5, 7 or 9");
        }
    }

    @Test
    void redis_that_is_not_there_fails_the_start_and_is_not_replaced(CapturedOutput output) {
        for (Over over : Over.values()) {
            Throwable failure = catchThrowable(
                    () -> Shop.start(over, DEAD, "safe4j.lock.store=redis").close());
            assertThat(failure).as(over.name()).hasStackTraceContaining("127.0.0.1");
        }
    }

    @Test
    void of_both_clients_redisson_is_taken(TestRedis redis) {
        try (var shop = Shop.start(
                OneServer.class,
                WebApplicationType.NONE,
                "safe4j.lock.store=redis",
                "redis.address=" + redis.uri(),
                "it.redis=true",
                "spring.data.redis.url=" + DEAD)) {
            shop.getBean(Locks.class).runWithLock("a", HeldLock::ensureHeld);
        }
    }

    @Test
    void without_a_database_redis_is_taken_unasked() {
        new ApplicationContextRunner()
                .withUserConfiguration(Shop.Application.class)
                .withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.jooq"))
                .withPropertyValues(
                        Over.SPRING_DATA.properties(LocalServers.redis().uri()))
                .withPropertyValues("spring.application.name=a")
                .run(context -> assertThat(context.getBean(LockStore.class)).isInstanceOf(RedisLockStore.class));
    }

    /** Two clients of equal right. */
    @Configuration(proxyBeanMethods = false)
    static class TwoServers extends OneServer {
        @Bean(destroyMethod = "shutdown")
        RedissonClient another(@org.springframework.beans.factory.annotation.Value("${redis.address}") String address) {
            return redisson(address);
        }
    }
}
