package dev.safe4j.shop.foreignunlock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.RedisTest;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.OneRedis;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PriceImportTest {

    private static final String A = "A: UnsafePriceImport.run";
    private static final String B = "B: the same, elsewhere";
    private static final String C = "C: the same, elsewhere";
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Gate slow = new Gate();
    private final Gate next = new Gate();

    @RedisTest
    void unsafe_deletes_the_next_owners_lock(TestRedis redis) {
        Recording recording = new Recording(A, B, C);
        try (OneRedis one = OneRedis.at(redis.uri(), redis.prefix())) {
            Visitor a = Visitor.starts("A", new UnsafePriceImport(one.client(), SHORT, slow::pass)::run);
            slow.awaitArrival();
            recording.note(A, "SET … NX PX → held; begins to import");
            Await.until(Visitor.BOUND, "the lease is over", () -> redis.keys().isEmpty());
            recording.note(A, "goes on; the key is gone, its time is over");
            Visitor b = Visitor.starts("B", new UnsafePriceImport(one.client(), LONG, next::pass)::run);
            next.awaitArrival();
            recording.note(B, "SET … NX PX → held; begins to import");
            slow.open();
            a.finish();
            assertThat(redis.keys()).isEmpty();
            recording.note(A, "is done; DEL → deletes the lock of B");
            assertThat(new UnsafePriceImport(
                                    one.client(),
                                    LONG,
                                    () -> assertThat(b.isDone()).isFalse())
                            .run())
                    .isTrue();
            recording.note(C, "SET … NX PX → held, and imports while B does");
            next.open();
            b.finish();
        }
        recording.assertOnPage("foreign-unlock", "two imports at the same time, and neither of B and C was late");
    }

    @Test
    void safe_gives_back_no_lock_but_its_own() {
        MemoryLockStore store = new MemoryLockStore();
        try (Locks late = Locks.on(store);
                Locks others = Locks.on(store)) {
            Locks lateOnes = late.lease(SHORT).withoutRenewal();
            Visitor a = Visitor.starts("A", new SafePriceImport(lateOnes, slow::pass)::run);
            slow.awaitArrival();
            Await.until(Visitor.BOUND, "the lease is over", () -> late.held().isEmpty());
            Visitor b = Visitor.starts(
                    "B",
                    () -> Await.until(Visitor.BOUND, "B has imported", new SafePriceImport(others, next::pass)::run));
            next.awaitArrival();
            slow.open();
            assertThat(a.failure()).as("A is told").isInstanceOf(LeaseLostException.class);
            assertThat(new SafePriceImport(others, () -> {}).run())
                    .as("C is kept out by B's lock")
                    .isFalse();
            assertThat(b.isDone()).isFalse();
            next.open();
            b.finish();
        }
    }
}
