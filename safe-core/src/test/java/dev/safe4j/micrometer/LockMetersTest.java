package dev.safe4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.Lease;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lease.PartlyRenewedException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockInterruptedException;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every meter of locks, with every value of its tags. */
@Timeout(60)
class LockMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MemoryLockStore memory = new MemoryLockStore();
    private final Failing store = new Failing(memory);
    private final Locks locks =
            Locks.builder(store).listener(new LockMeters(registry, "orders")).build();
    private final Locks others = Locks.on(store);

    /** A store that cannot be reached if it is told so. */
    private static final class Failing implements LockStore {
        private final LockStore target;
        private volatile boolean isDown;
        private volatile String unanswered = "none";

        Failing(LockStore target) {
            this.target = target;
        }

        private LockStore reached() {
            if (isDown) {
                throw new IllegalStateException("the store was not reached");
            }
            return target;
        }

        @Override
        public String name() {
            return target.name();
        }

        @Override
        public List<Answer> acquire(List<Request> requests) {
            return reached().acquire(requests);
        }

        @Override
        public List<Released> release(List<Release> releases) {
            return reached().release(releases);
        }

        @Override
        public List<Boolean> renew(List<Lease> leases) {
            List<Boolean> answers = reached().renew(leases);
            List<@Nullable Boolean> told = new ArrayList<>();
            for (int i = 0; i < leases.size(); i++) {
                told.add(leases.get(i).key().equals(unanswered) ? null : answers.get(i));
            }
            if (told.contains(null)) {
                throw new PartlyRenewedException(told, new IllegalStateException("one server did not answer"));
            }
            return answers;
        }

        @Override
        public void close() {
            target.close();
        }
    }

    @AfterEach
    void no_key_and_no_owner_is_a_tag_and_nothing_is_active() {
        assertThat(active()).isZero();
        assertThat(registry.getMeters()).allSatisfy(each -> {
            assertThat(each.getId().getTag("store")).isEqualTo("orders");
            assertThat(each.getId().getTags()).extracting(Tag::getKey).isSubsetOf("store", "outcome", "end");
        });
        locks.close();
        others.close();
    }

    private long waits(String outcome) {
        return registry.get("safe4j.lock.wait").tag("outcome", outcome).timer().count();
    }

    private long holds(String end) {
        return registry.get("safe4j.lock.hold").tag("end", end).timer().count();
    }

    private double renewals(String outcome) {
        return registry.get("safe4j.lock.renewals")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double active() {
        return registry.get("safe4j.lock.active").gauge().value();
    }

    private void lose(HeldLock lock) {
        memory.release(List.of(new LockStore.Release(lock.key(), lock.token(), lock.fence(), Duration.ZERO)));
    }

    @Test
    void every_meter_is_there_from_the_start() {
        Set<String> all = registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getName()
                        + id.getTags().stream()
                                .filter(tag -> !tag.getKey().equals("store"))
                                .map(tag -> " " + tag.getKey() + "=" + tag.getValue())
                                .collect(Collectors.joining()))
                .collect(Collectors.toSet());
        assertThat(all)
                .containsExactlyInAnyOrder(
                        "safe4j.lock.wait outcome=acquired",
                        "safe4j.lock.wait outcome=busy",
                        "safe4j.lock.wait outcome=timed_out",
                        "safe4j.lock.wait outcome=interrupted",
                        "safe4j.lock.wait outcome=failed",
                        "safe4j.lock.hold end=store",
                        "safe4j.lock.hold end=handed_over",
                        "safe4j.lock.hold end=lost",
                        "safe4j.lock.renewals outcome=renewed",
                        "safe4j.lock.renewals outcome=lost",
                        "safe4j.lock.renewals outcome=failed",
                        "safe4j.lock.active");
    }

    @Test
    void waits_are_told_by_their_outcome() {
        try (HeldLock held = locks.acquire("a")) {
            assertThat(active()).isEqualTo(1);
            assertThat(locks.tryAcquire("a")).isEmpty();
            Duration wait = Duration.ofMillis(20);
            assertThatThrownBy(() -> locks.within(wait).acquire("a")).isInstanceOf(LockTimeoutException.class);
            assertThat(registry.get("safe4j.lock.wait")
                            .tag("outcome", "timed_out")
                            .timer()
                            .totalTime(TimeUnit.MILLISECONDS))
                    .isGreaterThanOrEqualTo(20);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> locks.acquire("a")).isInstanceOf(LockInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            held.ensureHeld();
        }
        locks.acquireAll(List.of("a", "b")).close();
        store.isDown = true;
        assertThatThrownBy(() -> locks.acquire("a")).hasMessage("the store was not reached");
        assertThatThrownBy(() -> locks.acquireAll(List.of("b", "c"))).hasMessage("the store was not reached");
        store.isDown = false;
        assertThat(List.of(waits("acquired"), waits("busy"), waits("timed_out"), waits("interrupted")))
                .containsExactly(3L, 1L, 1L, 1L);
        assertThat(waits("failed")).as("one, and two together").isEqualTo(3);
    }

    @Test
    void holds_are_told_by_their_end() {
        locks.acquire("a").close();
        assertThat(holds("store")).isEqualTo(1);
        HeldLock late = locks.acquire("b");
        lose(late);
        assertThatThrownBy(late::close).isInstanceOf(LeaseLostException.class);
        assertThat(holds("lost")).isEqualTo(1);
    }

    @Test
    void a_hand_over_is_told_apart() throws Exception {
        try (Locks passing = Locks.builder(store)
                .cohorts(2, Duration.ofMinutes(1))
                .listener(new LockMeters(registry, "orders"))
                .build()) {
            HeldLock first = passing.acquire("a");
            Thread next = new Thread(() -> passing.runWithLock("a", held -> {}));
            next.start();
            until(() -> next.getState() == Thread.State.TIMED_WAITING);
            first.close();
            next.join(20_000);
        }
        assertThat(holds("handed_over")).isEqualTo(1);
        assertThat(holds("store")).isEqualTo(1);
    }

    @Test
    void a_hand_over_that_fails_is_no_end_of_a_hold() throws Exception {
        SimpleMeterRegistry own = new SimpleMeterRegistry();
        try (Locks passing = Locks.builder(store)
                .cohorts(2, Duration.ofMinutes(1))
                .listener(new LockMeters(own, "orders"))
                .build()) {
            HeldLock first = passing.withoutRenewal().acquire("a");
            Thread next = new Thread(
                    () -> assertThatThrownBy(() -> passing.withoutRenewal().acquire("a")));
            next.start();
            until(() -> next.getState() == Thread.State.TIMED_WAITING);
            store.unanswered = "a";
            first.close();
            next.join(20_000);
            passing.acquire("a").close();
        }
        assertThat(own.get("safe4j.lock.wait").tag("outcome", "failed").timer().count())
                .isEqualTo(1);
        assertThat(own.get("safe4j.lock.active").gauge().value()).isZero();
        assertThat(own.get("safe4j.lock.hold").timers().stream()
                        .mapToLong(each -> each.count())
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void renewals_are_told_by_their_outcome() {
        Locks hasty = locks.lease(Duration.ofMillis(600));
        try (HeldLock held = hasty.acquire("a")) {
            held.renew();
            assertThat(renewals("renewed")).isPositive();
            store.isDown = true;
            assertThatThrownBy(held::renew).hasMessage("the store was not reached");
            store.isDown = false;
            assertThat(renewals("failed")).isPositive();
        }
        HeldLock late = hasty.acquire("b");
        lose(late);
        until(() -> renewals("lost") == 1);
        until(() -> active() == 0);
        assertThatThrownBy(late::close).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void a_renewal_that_is_answered_in_part_is_told_by_the_outcome_of_each() {
        store.unanswered = "b";
        Locks two = locks.lease(Duration.ofMillis(1_500));
        try (HeldLock a = two.acquire("a");
                HeldLock b = two.acquire("b")) {
            until(() -> renewals("failed") > 0 && renewals("renewed") > 0);
            assertThat(List.of(a, b)).as("nothing was lost yet").allMatch(HeldLock::isHeld);
            assertThat(renewals("lost")).isZero();
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time left").isNegative();
            LockSupport.parkNanos(500_000);
        }
    }
}
