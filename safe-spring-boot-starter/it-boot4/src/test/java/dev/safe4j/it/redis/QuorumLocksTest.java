package dev.safe4j.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.it.redis.Shop.Seller;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.lock.QuorumException;
import dev.safe4j.redis.lock.QuorumLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code safe4j.lock.store=quorum} over three real servers. */
@Tag("slow")
@Timeout(120)
class QuorumLocksTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private List<RedisServer> servers = List.of();

    @BeforeEach
    void start() {
        servers = Stream.generate(() -> LocalServers.startRedis(Profile.FAST))
                .limit(3)
                .toList();
    }

    @AfterEach
    void stop() {
        servers.forEach(RedisServer::close);
    }

    private ConfigurableApplicationContext shop(String name) {
        String nodes = servers.stream().map(RedisServer::uri).collect(Collectors.joining(","));
        return Shop.start(
                Over.Nothing.class,
                WebApplicationType.NONE,
                "safe4j.lock.store=quorum",
                "safe4j.lock.nodes=" + nodes,
                "spring.application.name=" + name);
    }

    private static boolean has(RedisServer server, String key) {
        return Long.valueOf(1).equals(server.call("EXISTS", "safe4j:lock:{" + key + "}"));
    }

    @Test
    void two_applications_exclude_each_other() {
        int callers = 4;
        int sales = 25;
        Stock stock = new Stock(callers * sales);
        try (var one = shop("one");
                var other = shop("other")) {
            assertThat(one.getBean(LockStore.class)).isInstanceOf(QuorumLockStore.class);
            var results = Callers.run(callers, BOUND, number -> {
                Seller seller = (number % 2 == 0 ? one : other).getBean(Seller.class);
                return () -> {
                    for (int i = 0; i < sales; i++) {
                        seller.sell("fudge", stock);
                    }
                    return number;
                };
            });
            assertThat(results).allMatch(Callers.Result::isSuccess);
        }
        assertThat(stock.left()).isZero();
        assertThat(stock.overlaps()).isZero();
        assertThat(stock.changes()).as("both had their turns").isGreaterThan(2);
    }

    @Test
    void a_lock_is_on_all_servers_and_on_none_afterwards() {
        try (var shop = shop("shop")) {
            try (HeldLock held = shop.getBean(Locks.class).acquire("a")) {
                held.ensureHeld();
                assertThat(servers).allMatch(each -> has(each, "a"));
            }
            assertThat(servers).noneMatch(each -> has(each, "a"));
        }
    }

    @Test
    void one_server_may_die_and_two_may_not() {
        try (var shop = shop("shop")) {
            Locks locks = shop.getBean(Locks.class);
            long first = locks.withLock("a", HeldLock::fence);
            servers.get(0).kill();
            assertThat(locks.withLock("a", HeldLock::fence)).isGreaterThan(first);
            servers.get(1).kill();
            assertThatThrownBy(() -> locks.acquire("a")).isInstanceOf(QuorumException.class);
            servers.get(1).restart();
            Await.until(BOUND, "a majority is back", () -> locks.withLock("a", HeldLock::fence) > first);
        }
    }

    /** Otherwise the death of one server would be an outage for whoever restarts. */
    @Test
    void an_application_starts_though_one_server_is_dead() {
        servers.get(2).kill();
        try (var shop = shop("shop")) {
            shop.getBean(Locks.class).runWithLock("a", HeldLock::ensureHeld);
        }
    }
}
