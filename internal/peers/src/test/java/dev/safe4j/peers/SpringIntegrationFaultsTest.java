package dev.safe4j.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** What Spring Integration 7.0.5 does. What ours do instead is shown by {@code LocksTest} in safe-core. */
@Tag("slow")
@ExtendWith(TestRedisExtension.class)
class SpringIntegrationFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMillis(600);

    @Test
    void r13_renewals_of_a_lock_that_was_acquired_three_times_go_on_after_its_release(TestRedis redis) {
        URI where = URI.create(redis.uri());
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration(where.getHost(), where.getPort()));
        factory.afterPropertiesSet();
        factory.start();
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.initialize();
        try {
            RedisLockRegistry registry = new RedisLockRegistry(factory, redis.key("locks"), LEASE);
            registry.setRenewalTaskScheduler(scheduler);
            acquireAndRelease(registry.obtain("a"), 3);
            assertThat(redis.keys()).as("it is released").isEmpty();
            ScheduledThreadPoolExecutor renewals = scheduler.getScheduledThreadPoolExecutor();
            long run = renewals.getCompletedTaskCount();
            Await.until(SOON, "renewals go on", () -> renewals.getCompletedTaskCount() > run + 10);
            assertThat(renewals.getQueue().size() + renewals.getActiveCount())
                    .as("renewals of nothing")
                    .isEqualTo(2);
        } finally {
            scheduler.shutdown();
            factory.destroy();
        }
    }

    private static void acquireAndRelease(Lock lock, int times) {
        for (int i = 0; i < times; i++) {
            lock.lock();
        }
        for (int i = 0; i < times; i++) {
            lock.unlock();
        }
    }
}
