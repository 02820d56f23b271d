package dev.safe4j.jdbc.lock;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.lease.Lease;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.HeldLocks;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Request;
import dev.safe4j.lock.Locks;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;

/** The table of round trips in docs/guide/locks.md, measured on the wire. */
class LockRoundTripsTest {

    private static final int LEASES = 1_000;

    private final SoftAssertions softly = new SoftAssertions();
    private final List<Lease> leases = new ArrayList<>();

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void as_the_guide_says(TestDatabase db) throws Exception {
        boolean postgresql = db.kind() == ServerKind.POSTGRESQL;
        JdbcLockStore made = JdbcLockStoreTest.store(db);
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                HikariDataSource pool = db.newPool(db.urlThrough(wire), 1);
                Locks locks = Locks.on(JdbcLockStore.on(pool));
                Locks others = Locks.on(made)) {
            use(locks);
            count(wire, "acquire and release, free", 2, () -> use(locks));
            List<String> keys = List.of("c", "b", "a");
            useAll(locks, keys); // a driver asks once for what it has not met before
            count(wire, "three together, free", postgresql ? 2 : 4, () -> useAll(locks, keys));
            try (HeldLock held = others.acquire("a")) {
                count(wire, "try, held", postgresql ? 2 : 1, () -> locks.tryAcquire("a"));
                held.ensureHeld();
            }
            try (HeldLock held = locks.acquire("a")) {
                count(wire, "ask whether it is held", 0, held::isHeld);
                count(wire, "renew", 1, () -> {
                    held.renew();
                    return held;
                });
            }
            manyLeases(made);
            JdbcLockStore tapped = JdbcLockStore.on(pool);
            tapped.renew(leases.subList(0, 1));
            count(wire, "renew 1,000", 1, () -> tapped.renew(leases));
        }
        softly.assertAll();
    }

    private static boolean use(Locks locks) {
        try (HeldLock lock = locks.acquire("a")) {
            return lock.isHeld();
        }
    }

    private static boolean useAll(Locks locks, List<String> keys) {
        try (HeldLocks all = locks.acquireAll(keys)) {
            return all.isHeld();
        }
    }

    private void manyLeases(JdbcLockStore store) {
        Duration length = Duration.ofMinutes(1);
        List<Request> requests = IntStream.range(0, LEASES)
                .mapToObj(i -> new Request("lease" + i, "token" + i, "me", length, 1, false))
                .toList();
        for (int i = 0; i < LEASES; i += 100) {
            store.acquire(requests.subList(i, i + 100)).forEach(answer -> {
                String key = "lease" + leases.size();
                leases.add(new Lease(
                        key, "token" + leases.size(), ((Granted) answer).firstFence(), length, System.nanoTime()));
            });
        }
    }

    private void count(WireTap wire, String what, long expected, Callable<?> call) throws Exception {
        wire.reset();
        call.call();
        softly.assertThat(wire.roundTrips()).as(what).isEqualTo(expected);
    }
}
