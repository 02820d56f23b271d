package dev.safe4j.shop.unlockbeforecommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.lock.Locks;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import dev.safe4j.shop.pages.OneRedis;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class LastSeatsTest {

    private static final String ANN = "Ann: UnsafeLastSeats.book";
    private static final String BOB = "Bob: UnsafeLastSeats.book";

    private final AtomicReference<CommitGate> gate = new AtomicReference<>();

    private TestShop shop(TestDatabase db) {
        return TestShop.on(db, dataSource -> {
            gate.set(new CommitGate(dataSource));
            return gate.get();
        });
    }

    private static long booked(TestShop shop, long tasting) {
        return shop.number("select count(*) from booking where tasting = ?", tasting);
    }

    @EachDatabase
    void unsafe_lets_the_next_one_count_before_the_commit(TestDatabase db) {
        Recording recording = new Recording(ANN, BOB);
        try (TestRedis redis = LocalServers.redis().newTestRedis();
                OneRedis one = OneRedis.at(redis.uri(), redis.prefix());
                TestShop shop = shop(db)) {
            LastSeats seats = shop.with(UnsafeLastSeats.class, one.client());
            long tasting = shop.rows().insert("tasting", "seats", 1);
            gate.get().beforeNextCommit(() -> {
                recording.note(ANN, "begin; lock() → held");
                recording.note(ANN, "select count(*) → 0 of 1; insert into booking … → 1 row");
                assertThat(one.client().getLock("tasting:" + tasting).isLocked())
                        .isFalse();
                recording.note(ANN, "unlock()");
                Visitor.starts("Bob", () -> seats.book(tasting, "Bob")).finish();
                recording.note(BOB, "begin; lock() → held, it is free");
                recording.note(BOB, "select count(*) → 0 of 1; insert into booking … → 1 row");
                recording.note(BOB, "unlock(); commit");
            });
            seats.book(tasting, "Ann");
            recording.note(ANN, "commit");
            assertThat(booked(shop, tasting)).isEqualTo(2);
        }
        recording.assertOnPage("unlock-before-commit", "seats booked: 2, should be 1; Ann: ok, Bob: ok");
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void safe_keeps_the_lock_until_after_the_commit(TestDatabase db) {
        try (TestShop shop = shop(db)) {
            LastSeats seats = shop.with(SafeLastSeats.class);
            Locks impatient = shop.get(Locks.class).within(Duration.ofMillis(100));
            long tasting = shop.rows().insert("tasting", "seats", 1);
            AtomicReference<Throwable> told = new AtomicReference<>();
            gate.get()
                    .beforeNextCommit(() -> told.set(
                            Visitor.starts("Bob", () -> impatient.runWithLock("tasting:" + tasting, held -> {}))
                                    .failure()));
            seats.book(tasting, "Ann");
            assertThat(told.get()).isInstanceOf(LockTimeoutException.class);
            assertThat(booked(shop, tasting)).isOne();
        }
    }

    @EachDatabase
    void safe_books_as_many_as_there_are(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            LastSeats seats = shop.with(SafeLastSeats.class);
            long tasting = shop.rows().insert("tasting", "seats", 3);
            Outcome outcome = shop.race(8, caller -> seats.book(tasting, "caller " + caller))
                    .assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(3);
            assertThat(booked(shop, tasting)).isEqualTo(3);
        }
    }
}
