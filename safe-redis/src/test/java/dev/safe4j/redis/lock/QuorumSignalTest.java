package dev.safe4j.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.ReleaseSignal;
import dev.safe4j.redis.Client;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who listens to a quorum's releases when some of its servers are dead already. */
@Tag("slow")
@Timeout(120)
class QuorumSignalTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<Client.Opened> clients = new ArrayList<>();
    private final List<RedisServer> servers = Stream.generate(() -> LocalServers.startRedis(Profile.FAST))
            .limit(3)
            .toList();

    @AfterEach
    void stop() {
        clients.forEach(Client.Opened::close);
        servers.forEach(RedisServer::close);
    }

    private QuorumLockStore store(Client client) {
        List<RedisLockStore> stores = new ArrayList<>();
        for (RedisServer each : servers) {
            clients.add(client.open(each.uri()));
            stores.add(
                    RedisLockStore.on(clients.get(clients.size() - 1).redis()).named("node " + stores.size()));
        }
        return new QuorumLockStore("quorum", stores);
    }

    @ParameterizedTest
    @EnumSource
    void with_one_server_dead_the_others_are_heard(Client client) {
        QuorumLockStore store = store(client);
        servers.get(0).kill();
        List<String> told = new CopyOnWriteArrayList<>();
        ReleaseSignal.Listening listening = store.listen(told::add);
        Steps steps = new Steps(store);
        steps.granted("a", "t");
        steps.acquire(Steps.request("a", "u", Steps.LEASE, true));
        assertThat(steps.release("a", "t")).isEqualTo(Released.AWAITED);
        Await.until(SOON, "it is told", () -> told.contains("a"));
        listening.close();
        assertThat(subscribers(servers.get(1)) + subscribers(servers.get(2))).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void with_most_servers_dead_it_is_refused_and_nobody_listens(Client client) {
        QuorumLockStore store = store(client);
        servers.get(0).kill();
        servers.get(2).kill();
        assertThatThrownBy(() -> store.listen(key -> {}))
                .isInstanceOf(QuorumException.class)
                .hasMessageContaining("2 of 3 servers did not answer");
        Await.until(SOON, "nobody listens", () -> subscribers(servers.get(1)) == 0);
    }

    private static long subscribers(RedisServer server) {
        List<?> reply = (List<?>) server.call("PUBSUB", "NUMSUB", RedisLockStore.DEFAULT_PREFIX + "released");
        return reply == null ? 0 : (Long) reply.get(1);
    }
}
