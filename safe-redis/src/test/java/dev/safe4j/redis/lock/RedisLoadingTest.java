package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.RedisNotWritableException;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that was started again and reads its data: it answers, and does nothing yet. */
@Tag("slow")
@Timeout(120)
@Concurrently
class RedisLoadingTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /**
     * Loading sleeps at each tenth key or so, which takes seconds, and answers at each 1,024th: often enough for a client
     * to open a connection, however long the machine makes its sleeps.
     */
    private static final String FILL = "for i = 1, 100000 do redis.call('SET', 'filler' .. i, '1') end";

    @ParameterizedTest
    @EnumSource
    void a_server_that_is_loading_says_so_and_locks_go_on_when_it_has(Client client) throws Exception {
        try (RedisServer server = LocalServers.startRedis(Profile.DURABLE, "key-load-delay=-10");
                Client.Opened open = client.open(server.uri());
                Locks locks = Locks.on(RedisLockStore.on(open.redis()))) {
            Steps steps = new Steps(RedisLockStore.on(open.redis()));
            Granted granted = steps.granted("a", "t");
            server.call("EVAL", FILL, "0");
            server.kill();
            CompletableFuture<Void> loaded = CompletableFuture.runAsync(server::restart);
            List<RuntimeException> refusals = new ArrayList<>();
            while (!loaded.isDone()) {
                refused(steps, refusals);
            }
            loaded.get(20, TimeUnit.SECONDS);
            assertThat(refusals)
                    .filteredOn(RedisNotWritableException.class::isInstance)
                    .as("all refusals: %s", refusals)
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each).hasMessageContaining("the server is loading its data"));
            Busy busy = (Busy) Answers.await(() -> steps.acquire("a", "other"));
            assertThat(busy.fence()).isEqualTo(granted.firstFence() + Steps.FENCES - 1);
            assertThat(steps.release("a", "t", granted.firstFence())).isEqualTo(Released.FREED);
            locks.within(SOON).runWithLock("a", HeldLock::ensureHeld);
        }
    }

    private static void refused(Steps steps, List<RuntimeException> refusals) {
        try {
            steps.acquire("a", "u");
        } catch (RuntimeException refusal) {
            refusals.add(refusal);
        }
    }
}
