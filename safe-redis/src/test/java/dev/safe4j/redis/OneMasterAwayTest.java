package dev.safe4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Renewal;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.lease.Lease;
import dev.safe4j.lease.PartlyRenewedException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.idempotency.RedisIdempotencyStore;
import dev.safe4j.redis.lock.RedisLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisCluster;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That a master of a cluster that does not answer, or refuses at once, costs nothing on the others. */
@Tag("slow")
@Timeout(60)
class OneMasterAwayTest {

    private static final int MANY = 60;
    /** A quarter of it is less than Redisson takes to give up. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final Map<Client, Client.Opened> OPEN = new EnumMap<>(Client.class);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static RedisCluster cluster;

    private final String prefix = "away-" + UUID.randomUUID() + ":";

    /** What becomes of a master. */
    private enum Fault {
        SILENT {
            @Override
            void begin(RedisServer master) {
                master.call("CLIENT", "PAUSE", "60000", "WRITE");
            }
        },
        REFUSING {
            @Override
            void begin(RedisServer master) {
                master.call("ACL", "SETUSER", "default", "-evalsha");
            }
        };

        abstract void begin(RedisServer master);
    }

    @BeforeAll
    static void start() {
        cluster = LocalServers.startRedisCluster(Profile.FAST, 3, 0);
        for (Client each : Client.values()) {
            OPEN.put(each, each.openCluster(cluster.uris()));
        }
    }

    @AfterAll
    static void stop() {
        OPEN.values().forEach(Client.Opened::close);
        cluster.close();
    }

    @AfterEach
    void mend() {
        away().call("CLIENT", "UNPAUSE");
        away().call("ACL", "SETUSER", "default", "+evalsha");
    }

    private static RedisServer away() {
        return cluster.masters().get(1);
    }

    static Stream<Arguments> everyFault() {
        return Stream.of(Client.values())
                .flatMap(client -> Stream.of(Fault.values()).map(fault -> Arguments.of(client, fault)));
    }

    private RedisLockStore locks(Client client) {
        return RedisLockStore.on(OPEN.get(client).redis()).prefix(prefix);
    }

    private static List<Request> many() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> new Request("k" + i, "t" + i, "checkout-1", LEASE, 1, false))
                .toList();
    }

    private static List<Release> releases(List<Request> requests) {
        return requests.stream()
                .map(each -> new Release(each.key(), each.token(), 0, Duration.ZERO))
                .toList();
    }

    private Predicate<Request> isAway() {
        return request -> cluster.masterOf(prefix + "{" + request.key() + "}").equals(away());
    }

    private static void assertAnswered(PartlyRenewedException told, List<Boolean> isAway) {
        List<@Nullable Boolean> expected = new ArrayList<>();
        isAway.forEach(away -> expected.add(away ? null : true));
        assertThat(expected).contains(null, true);
        assertThat(told.answers()).isEqualTo(expected);
        assertThat(told).hasCauseInstanceOf(RuntimeException.class).hasNoSuppressedExceptions();
    }

    @ParameterizedTest
    @MethodSource("everyFault")
    void what_the_other_masters_renew_counts(Client client, Fault fault) {
        RedisLockStore store = locks(client);
        assertThat(store.acquire(many())).hasSize(MANY).allMatch(Granted.class::isInstance);
        cluster.masters().get(0).call("SCRIPT", "FLUSH"); // so that it has to be sent the text
        List<Lease> leases = many().stream()
                .map(each -> new Lease(each.key(), each.token(), 1, LEASE, System.nanoTime()))
                .toList();
        fault.begin(away());
        PartlyRenewedException told = catchThrowableOfType(PartlyRenewedException.class, () -> store.renew(leases));
        assertThat(leases).as("in time").allMatch(each -> each.age().compareTo(LEASE.dividedBy(3)) < 0);
        assertAnswered(told, many().stream().map(each -> isAway().test(each)).toList());
        mend();
        assertThat(store.renew(leases)).hasSize(MANY).doesNotContain(false);
    }

    @ParameterizedTest
    @MethodSource("everyFault")
    void claims_of_requests_that_the_other_masters_renew_count(Client client, Fault fault) {
        RedisIdempotencyStore store =
                RedisIdempotencyStore.on(OPEN.get(client).redis()).prefix(prefix);
        List<Renewal> renewals = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            RequestId id = new RequestId("shop", "checkout", "k" + i);
            assertThat(store.claim(new Wanted(id, "t" + i, null, LEASE, true)))
                    .isInstanceOf(IdempotencyStore.Granted.class);
            renewals.add(new Renewal(new Owner(id, "t" + i, 1), LEASE));
        }
        fault.begin(away());
        PartlyRenewedException told = catchThrowableOfType(PartlyRenewedException.class, () -> store.renew(renewals));
        assertThat(told.answers()).hasSize(MANY).contains(null, true).doesNotContain(false);
        mend();
        assertThat(store.renew(renewals)).hasSize(MANY).doesNotContain(false);
    }

    /** Each renewal takes longer than a lease until Redisson gives up. */
    @ParameterizedTest
    @EnumSource
    void a_process_loses_what_the_silent_master_has_and_nothing_else(Client client) {
        Duration length = Duration.ofSeconds(3);
        try (Locks locks = Locks.on(locks(client)).lease(length)) {
            List<HeldLock> held =
                    many().stream().map(each -> locks.acquire(each.key())).toList();
            Map<Boolean, List<HeldLock>> byAway = held.stream()
                    .collect(Collectors.partitioningBy(each ->
                            cluster.masterOf(prefix + "{" + each.key() + "}").equals(away())));
            Fault.SILENT.begin(away());
            long begun = System.nanoTime();
            Await.until(
                    SOON, "a lease and a half are over", () -> System.nanoTime() - begun > length.toNanos() * 3 / 2);
            assertThat(byAway.get(true)).noneMatch(HeldLock::isHeld);
            assertThat(byAway.get(false)).allMatch(HeldLock::isHeld);
            mend();
            byAway.get(false).forEach(HeldLock::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_the_other_masters_release_is_free_and_the_rest_can_be_released_again(Client client) {
        RedisLockStore store = locks(client);
        store.acquire(many());
        Fault.REFUSING.begin(away());
        assertThatThrownBy(() -> store.release(releases(many()))).isInstanceOf(RuntimeException.class);
        List<Request> others = many().stream()
                .filter(isAway().negate())
                .map(each -> new Request(each.key(), "next " + each.token(), "checkout-2", LEASE, 1, false))
                .toList();
        assertThat(store.acquire(others)).allMatch(Granted.class::isInstance);
        mend();
        assertThat(store.release(releases(many())))
                .as("answered as the first time")
                .containsOnly(Released.FREED);
        assertThat(store.release(releases(others))).containsOnly(Released.FREED);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_not_granted_by_all_masters_is_a_failure_and_can_be_given_back(Client client) {
        RedisLockStore store = locks(client);
        Fault.REFUSING.begin(away());
        assertThatThrownBy(() -> store.acquire(many())).isInstanceOf(RuntimeException.class);
        List<Request> others = many().stream().filter(isAway().negate()).toList();
        assertThat(store.release(releases(others)))
                .as("they were granted before it failed")
                .containsOnly(Released.FREED);
    }
}
