package dev.safe4j.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;
import org.junit.jupiter.api.Tag;

/** What ShedLock 7.10.1 does. What ours do instead stands in the contract, and in {@code LeaseKeeperTest} of safe-core. */
@Tag("slow")
class ShedLockFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);

    private static LockProvider provider(TestDatabase db) {
        return Peers.shedLock(db.dataSource());
    }

    private static Optional<SimpleLock> lock(LockProvider provider, String name, Duration lease) {
        return provider.lock(new LockConfiguration(Instant.now(), name, lease, Duration.ZERO));
    }

    /** A lock whose time has passed, and that somebody else on this host has now. */
    private static SimpleLock late(LockProvider provider, LockProvider other) {
        SimpleLock late = lock(provider, "a", BRIEF).orElseThrow();
        Await.until(SOON, "somebody else has it", () -> lock(other, "a", LONG).isPresent());
        assertThat(lock(provider, "a", LONG)).as("it is held").isEmpty();
        return late;
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void r10_a_late_release_frees_the_lock_of_another_holder_on_the_same_host(TestDatabase db) {
        db.execute(Peers.tables(db.kind() == ServerKind.MARIADB ? "datetime(6)" : "timestamp"));
        late(provider(db), provider(db)).unlock();
        assertThat(lock(provider(db), "a", LONG))
                .as("a third, beside the second")
                .isPresent();
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void r11_a_late_renewal_keeps_the_lease_of_another_holder_on_the_same_host(TestDatabase db) {
        db.execute(Peers.tables("timestamp"));
        assertThat(late(provider(db), provider(db)).extend(LONG, Duration.ZERO)).isPresent();
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void r12_one_failed_renewal_ends_all_renewals_and_nobody_is_told(TestDatabase db) {
        db.execute(Peers.tables("timestamp"));
        Hasty renewals = new Hasty();
        try {
            LockProvider provider = new KeepAliveLockProvider(Peers.shedLock(db.dataSource()), renewals);
            assertThat(lock(provider, "a", Duration.ofSeconds(30))).isPresent();
            Await.until(SOON, "it is renewed", () -> renewals.getCompletedTaskCount() > 2);
            assertThat(renewals.task.get().isDone()).isFalse();
            db.execute("alter table shedlock rename to away");
            Await.until(SOON, "a renewal has failed", () -> renewals.task.get().isDone());
            db.execute("alter table away rename to shedlock");
            assertThat(renewals.getQueue()).as("renewals to come").isEmpty();
            assertThat(lock(provider(db), "a", LONG)).as("it is held, for now").isEmpty();
        } finally {
            renewals.shutdownNow();
        }
    }

    /** Its renewals come every 100 ms instead of every 15 s. */
    private static final class Hasty extends ScheduledThreadPoolExecutor {

        private final AtomicReference<ScheduledFuture<?>> task = new AtomicReference<>();

        Hasty() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long first, long period, TimeUnit unit) {
            assertThat(unit.toMillis(period)).isEqualTo(15_000);
            task.set(super.scheduleAtFixedRate(work, 100, 100, TimeUnit.MILLISECONDS));
            return task.get();
        }
    }

    @EachDatabase(ServerKind.MARIADB)
    void r19_a_name_that_is_too_long_is_cut_and_never_freed_and_stands_for_others(TestDatabase db) {
        db.execute(Peers.tables("datetime(6)"));
        String cut = "x".repeat(64);
        SimpleLock lock = lock(provider(db), cut + "-1", LONG).orElseThrow();
        lock.unlock();
        assertThat(lock(provider(db), cut + "-1", LONG)).as("the same again").isEmpty();
        assertThat(lock(provider(db), cut + "-2", LONG)).as("another").isEmpty();
        assertThat(db.value(String.class, "select name from shedlock")).isEqualTo(cut);
    }
}
