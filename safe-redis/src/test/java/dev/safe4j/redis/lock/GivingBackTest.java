package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.NotReplicatedException;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.ScriptCall;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was granted and cannot be kept is given back, though the thread is interrupted on the way or the server does not answer. */
@Timeout(60)
@ExtendWith(TestRedisExtension.class)
class GivingBackTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** What happens to a call: it runs the call or does not, and may throw. */
    private interface Disturbance {
        void of(Runnable call);
    }

    /** A client on which something happens to the next calls of a script. */
    private static final class Disturbed implements RedisClient {
        private final RedisClient redis;
        private String script = "none";
        private final Deque<Disturbance> disturbances = new ArrayDeque<>();

        Disturbed(RedisClient redis) {
            this.redis = redis;
        }

        void next(String name, Disturbance... each) {
            script = name;
            disturbances.addAll(List.of(each));
        }

        private <T> T disturbed(ScriptCall call, Supplier<T> run) {
            Disturbance disturbance = call.script().name().equals(script) ? disturbances.poll() : null;
            if (disturbance != null) {
                disturbance.of(run::get);
            }
            return run.get();
        }

        @Override
        public boolean isCluster() {
            return redis.isCluster();
        }

        @Override
        public List<String> run(ScriptCall call) {
            return disturbed(call, () -> redis.run(call));
        }

        @Override
        public List<Outcome> runAll(List<ScriptCall> calls, Duration atMost) {
            return redis.runAll(calls, atMost);
        }

        @Override
        public Acknowledged runAcknowledged(ScriptCall call, int replicas, Duration timeout) {
            return redis.runAcknowledged(call, replicas, timeout);
        }

        @Override
        public Subscription subscribe(String channel, Consumer<String> listener) {
            return redis.subscribe(channel, listener);
        }
    }

    /** As clients do: nothing is sent for a thread that is interrupted while it waits for a connection. */
    private static void interruptedBefore(Runnable run) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted before anything was sent");
    }

    private static void interruptedAfter(Runnable run) {
        run.run();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the answer was waited for");
    }

    private static void unanswered(Runnable run) {
        run.run();
        throw new IllegalStateException("no answer in time");
    }

    private static void unsent(Runnable run) {
        throw new IllegalStateException("no connection");
    }

    /** Three that stand for three servers, and a store over them. */
    private record Quorum(List<Disturbed> clients, List<String> keys, List<Steps> alone, Steps steps, TestRedis redis) {

        static Quorum over(Client.Opened open, TestRedis redis) {
            List<Disturbed> clients = new ArrayList<>();
            List<RedisLockStore> stores = new ArrayList<>();
            IntStream.range(0, 3).forEach(i -> {
                clients.add(new Disturbed(open.redis()));
                stores.add(RedisLockStore.on(clients.get(i))
                        .prefix(redis.key("n" + i + ":"))
                        .named("node " + i));
            });
            return new Quorum(
                    clients,
                    IntStream.range(0, 3)
                            .mapToObj(i -> redis.key("n" + i + ":{a}"))
                            .toList(),
                    stores.stream().map(Steps::new).toList(),
                    new Steps(new QuorumLockStore("quorum", stores)),
                    redis);
        }

        /** A lease of which a tenth of its time is over, as its holder counts. */
        Lease aging(String name, String token) {
            Granted granted = steps.granted(name, token);
            long asked = System.nanoTime() - Steps.LEASE.dividedBy(10).toNanos();
            return new Lease(name, token, granted.firstFence(), Steps.LEASE, asked);
        }

        boolean isHeldOn(int node) {
            return redis.call("EXISTS", keys.get(node)).equals(1L);
        }
    }

    @AfterEach
    void forget() {
        Thread.interrupted();
    }

    @Test
    void an_interrupt_keeps_no_release_from_redis(TestRedis redis) {
        try (Client.Opened open = Client.LETTUCE.open(redis.uri())) {
            Disturbed client = new Disturbed(open.redis());
            Steps steps = new Steps(RedisLockStore.on(client).prefix(redis.prefix()));
            Granted granted = steps.granted("a", "t");
            client.next("lock-release", GivingBackTest::interruptedBefore, GivingBackTest::interruptedAfter);
            assertThat(steps.release("a", "t", granted.firstFence())).isEqualTo(Released.FREED);
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
            assertThat(steps.acquire("a", "u")).isInstanceOf(Granted.class);
        }
    }

    @Test
    void what_too_few_replicas_have_is_given_back_though_the_thread_is_interrupted(TestRedis redis) {
        try (Client.Opened open = Client.REDISSON.open(redis.uri())) {
            Disturbed client = new Disturbed(open.redis());
            Steps steps =
                    new Steps(RedisLockStore.on(client).prefix(redis.prefix()).acknowledgedBy(1, Duration.ofMillis(1)));
            client.next("lock-release", GivingBackTest::interruptedBefore);
            assertThatThrownBy(() -> steps.acquire("a", "t"))
                    .isInstanceOf(NotReplicatedException.class)
                    .hasNoSuppressedExceptions();
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
            assertThat(redis.call("EXISTS", redis.key("{a}"))).isEqualTo(0L);
        }
    }

    @Test
    void an_interrupt_leaves_no_vote_of_a_quorum_behind(TestRedis redis) {
        try (Client.Opened open = Client.LETTUCE.open(redis.uri())) {
            Quorum quorum = Quorum.over(open, redis);
            quorum.alone().get(1).granted("a", "one");
            quorum.alone().get(2).granted("a", "other");
            quorum.clients().get(0).next("lock-release", GivingBackTest::interruptedBefore);
            assertThat(quorum.steps().acquire("a", "t")).isInstanceOf(Busy.class);
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
            assertThat(quorum.isHeldOn(0)).isFalse();
        }
    }

    @Test
    void an_interrupt_leaves_no_released_lock_on_a_minority(TestRedis redis) {
        try (Client.Opened open = Client.LETTUCE.open(redis.uri())) {
            Quorum quorum = Quorum.over(open, redis);
            Granted granted = quorum.steps().granted("a", "t");
            quorum.clients().get(2).next("lock-release", GivingBackTest::interruptedBefore);
            assertThat(quorum.steps().release("a", "t", granted.firstFence())).isEqualTo(Released.FREED);
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
            assertThat(quorum.isHeldOn(2)).isFalse();
        }
    }

    @Test
    void what_a_server_granted_without_an_answer_is_given_back_when_it_answers_again(TestRedis redis) {
        try (Client.Opened open = Client.LETTUCE.open(redis.uri())) {
            Quorum quorum = Quorum.over(open, redis);
            quorum.alone().get(1).granted("a", "one");
            quorum.alone().get(2).granted("a", "other");
            quorum.clients().get(0).next("lock-acquire", GivingBackTest::unanswered);
            assertThat(quorum.steps().acquire("a", "t")).isInstanceOf(Busy.class);
            assertThat(quorum.isHeldOn(0)).as("it is left alone for a while").isTrue();
            awaitGivenBack(quorum, 0);
        }
    }

    @Test
    void what_a_server_could_not_be_told_to_release_it_is_told_when_it_answers_again(TestRedis redis) {
        try (Client.Opened open = Client.LETTUCE.open(redis.uri())) {
            Quorum quorum = Quorum.over(open, redis);
            Granted granted = quorum.steps().granted("a", "t");
            quorum.clients().get(2).next("lock-release", GivingBackTest::unsent, GivingBackTest::unsent);
            assertThat(quorum.steps().release("a", "t", granted.firstFence())).isEqualTo(Released.FREED);
            awaitGivenBack(quorum, 2);
        }
    }

    @Test
    void a_lease_that_a_silent_server_may_still_have_is_neither_lost_nor_given_back(TestRedis redis) {
        try (Client.Opened open = Client.LETTUCE.open(redis.uri())) {
            Quorum quorum = Quorum.over(open, redis);
            quorum.steps().granted("a", "t");
            Lease other = quorum.aging("b", "u");
            redis.call("DEL", quorum.keys().get(2)); // as on a server that was away when it was acquired
            quorum.clients().get(1).next("lock-renew", GivingBackTest::unsent);
            Lease unknown = new Lease("a", "t", 1, Steps.LEASE, System.nanoTime());
            Duration before = other.remaining();
            assertThatThrownBy(() -> quorum.steps().store().renew(List.of(unknown, other)))
                    .isInstanceOf(QuorumException.class)
                    .hasMessageContaining("1 of 3 servers did not answer, and 2 that have them are needed");
            assertThat(quorum.isHeldOn(0)).as("nobody else gets in").isTrue();
            assertThat(other.remaining()).as("what most have renewed goes on").isGreaterThan(before);
            Await.until(SOON, "it answers again", () -> quorum.steps().renew("a", "t", Steps.LEASE));
            redis.call("DEL", quorum.keys().get(0));
            quorum.clients().get(1).next("lock-renew", GivingBackTest::unsent);
            assertThat(quorum.steps().renew("a", "t", Steps.LEASE))
                    .as("one vote is not most")
                    .isFalse();
            awaitGivenBack(quorum, 1);
        }
    }

    @Test
    void a_release_of_what_a_silent_server_may_still_have_is_no_loss(TestRedis redis) {
        try (Client.Opened open = Client.LETTUCE.open(redis.uri())) {
            Quorum quorum = Quorum.over(open, redis);
            Granted granted = quorum.steps().granted("a", "t");
            redis.call("DEL", quorum.keys().get(2));
            quorum.clients().get(1).next("lock-release", GivingBackTest::unsent, GivingBackTest::unsent);
            assertThat(quorum.steps().release("a", "t", granted.firstFence())).isEqualTo(Released.FREED);
            assertThat(quorum.isHeldOn(0)).isFalse();
            awaitGivenBack(quorum, 1);
        }
    }

    @Test
    void numbers_of_a_lost_lease_are_given_out_once(TestRedis redis) {
        try (Client.Opened open = Client.LETTUCE.open(redis.uri())) {
            Quorum quorum = Quorum.over(open, redis);
            redis.call("SET", quorum.keys().get(2) + ":fence", "4000000000000000"); // ahead of the others' clocks
            Granted lost = quorum.steps().granted("a", "t");
            quorum.keys()
                    .subList(0, 2)
                    .forEach(each -> redis.call("DEL", each, each + ":fence")); // two lose their data
            Lease lease = new Lease("a", "t", lost.firstFence(), Steps.LEASE, System.nanoTime());
            assertThat(quorum.steps().store().renew(List.of(lease))).containsExactly(false);
            assertThat(quorum.isHeldOn(2)).isFalse();
            assertThat(quorum.steps().granted("a", "u").firstFence())
                    .as("its holders had up to %s of them", Steps.FENCES)
                    .isEqualTo(lost.firstFence() + Steps.FENCES);
        }
    }

    /** Whatever a server is asked next. */
    private static void awaitGivenBack(Quorum quorum, int node) {
        Await.until(SOON, "it is given back", () -> {
            quorum.steps().renew("b", "v", Steps.LEASE);
            return !quorum.isHeldOn(node);
        });
    }
}
