package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockListener;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.Client;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Locks over the store, as a service uses them: two {@link Locks} are two processes. */
@Timeout(60)
@ExtendWith(TestRedisExtension.class)
@Tag("slow")
class LocksOverRedisTest {

    private static final Duration BOUND = Duration.ofSeconds(40);

    private static Locks locks(Client.Opened open, TestRedis redis, String owner, LockListener... listeners) {
        RedisLockStore store = RedisLockStore.on(open.redis()).prefix(redis.prefix());
        var builder = Locks.builder(store).signal(store).owner(owner);
        List.of(listeners).forEach(builder::listener);
        return builder.build();
    }

    /** Counts what no two holders may do. */
    private static final class Inside implements LockListener {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger together = new AtomicInteger();
        private final AtomicInteger backwards = new AtomicInteger();
        private final AtomicLong highest = new AtomicLong();
        private final AtomicInteger givenBack = new AtomicInteger();

        void enter(HeldLock held) {
            together.addAndGet(inside.incrementAndGet() > 1 ? 1 : 0);
            backwards.addAndGet(highest.getAndSet(held.fence()) >= held.fence() ? 1 : 0);
            inside.decrementAndGet();
        }

        @Override
        public void onReleased(String key, Duration held, boolean handedOver) {
            givenBack.addAndGet(handedOver ? 0 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_of_two_processes_is_inside_at_a_time_and_numbers_grow(Client client, TestRedis redis) {
        Inside inside = new Inside();
        int callers = 8;
        int rounds = 100;
        try (Client.Opened open = client.open(redis.uri());
                Locks one = locks(open, redis, "one", inside);
                Locks other = locks(open, redis, "other", inside)) {
            var results = Callers.run(callers, BOUND, number -> () -> {
                Locks own = (number % 2 == 0 ? one : other).within(BOUND);
                for (int i = 0; i < rounds; i++) {
                    own.runWithLock("hot", inside::enter);
                }
                return rounds;
            });
            assertThat(results).allMatch(Callers.Result::isSuccess);
        }
        assertThat(inside.together).hasValue(0);
        assertThat(inside.backwards).hasValue(0);
        assertThat(inside.givenBack.get()).as("went through Redis").isGreaterThan(2);
    }

    @ParameterizedTest
    @EnumSource
    void a_waiter_of_another_process_is_woken_by_the_signal(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.uri());
                Locks one = locks(open, redis, "one");
                Locks other = locks(open, redis, "other").within(BOUND)) {
            HeldLock first = one.acquire("a");
            AtomicLong released = new AtomicLong();
            AtomicLong waited = new AtomicLong();
            Callers.run(2, BOUND, number -> () -> {
                if (number == 0) {
                    try (HeldLock second = other.acquire("a")) {
                        waited.set(System.nanoTime() - released.get());
                        return second.fence();
                    }
                }
                Await.until(
                        BOUND,
                        "the other one waits",
                        () -> "1".equals(String.valueOf(redis.call("HEXISTS", redis.key("{a}"), "waits"))));
                released.set(System.nanoTime());
                first.close();
                return 0L;
            });
            // Polls alone would be up to a second apart by then.
            assertThat(Duration.ofNanos(waited.get())).isBetween(Duration.ZERO, Duration.ofMillis(900));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_is_renewed_while_it_is_held(Client client, TestRedis redis) {
        try (Client.Opened open = client.open(redis.uri());
                Locks locks = locks(open, redis, "one");
                HeldLock held = locks.lease(Duration.ofMillis(300)).acquire("a")) {
            long begun = System.nanoTime();
            Await.until(BOUND, "three leases have passed", () -> System.nanoTime() - begun > 900_000_000L);
            assertThat(held.isHeld()).isTrue();
            assertThat(redis.call("HGET", redis.key("{a}"), "token")).isEqualTo(held.token());
        }
        assertThat(redis.call("EXISTS", redis.key("{a}"))).isEqualTo(0L);
    }
}
