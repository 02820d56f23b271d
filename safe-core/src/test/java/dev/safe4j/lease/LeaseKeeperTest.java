package dev.safe4j.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That leases are kept while they are wanted, never after, and that their loss is told. */
@Timeout(60)
@Tag("slow")
class LeaseKeeperTest {

    private final Queue<Integer> calls = new ConcurrentLinkedQueue<>();
    private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tooLate = new AtomicInteger();

    private List<Boolean> renewAll(List<Lease> leases) {
        calls.add(leases.size());
        leases.stream().filter(each -> forgotten.contains(each.token())).forEach(each -> tooLate.incrementAndGet());
        return Collections.nCopies(leases.size(), true);
    }

    private static Lease lease(String key, Duration length) {
        return new Lease(key, UUID.randomUUID().toString(), 1, length, System.nanoTime());
    }

    @Test
    void a_thousand_leases_take_at_most_two_calls_a_period() {
        try (LeaseKeeper keeper = new LeaseKeeper("many", this::renewAll)) {
            Duration length = Duration.ofMillis(1_500);
            List<Lease> leases = IntStream.range(0, 1_000)
                    .mapToObj(i -> lease("k" + i, length))
                    .toList();
            leases.forEach(each -> keeper.keep(each, Duration.ofMinutes(1)));
            long begun = System.nanoTime();
            until(() -> calls.stream().mapToInt(size -> size).sum() >= 4_000);
            long periods = 1 + (System.nanoTime() - begun) / (length.toNanos() / 3);
            assertThat((long) calls.size()).isLessThanOrEqualTo(2 * periods);
            assertThat(leases).allMatch(Lease::isHeld);
            leases.forEach(keeper::forget);
        }
    }

    @Test
    @DisplayName("R12: a store that throws ends no renewal")
    void a_store_that_throws_ends_no_renewal() {
        AtomicInteger failures = new AtomicInteger();
        try (LeaseKeeper keeper = new LeaseKeeper("failing", leases -> {
            if (failures.incrementAndGet() % 3 != 0) {
                if (failures.get() % 2 == 0) {
                    throw new LinkageError("not at all");
                }
                throw new IllegalStateException("not now");
            }
            return renewAll(leases);
        })) {
            Lease lease = lease("a", Duration.ofSeconds(2));
            keeper.keep(lease, Duration.ofMinutes(1));
            until(() -> calls.size() >= 5);
            assertThat(lease.isHeld()).isTrue();
            assertThat(failures.get()).isGreaterThan(10);
        }
    }

    @Test
    void what_some_servers_answer_counts_though_others_do_not() throws Exception {
        AtomicInteger silences = new AtomicInteger();
        Function<Lease, @Nullable Boolean> answer = lease -> switch (lease.key()) {
            case "silent" -> null;
            case "late" -> silences.incrementAndGet() <= 3 ? null : true;
            default -> lease.key().equals("answered");
        };
        try (LeaseKeeper keeper = new LeaseKeeper("several", leases -> {
            List<@Nullable Boolean> answers = new ArrayList<>();
            leases.forEach(each -> answers.add(answer.apply(each)));
            throw new PartlyRenewedException(answers, new IllegalStateException("one server is silent"));
        })) {
            Duration length = Duration.ofMillis(900);
            Lease answered = lease("answered", length);
            Lease late = lease("late", length);
            Lease silent = lease("silent", length);
            Lease taken = lease("taken", length);
            List.of(answered, late, silent, taken).forEach(each -> keeper.keep(each, Duration.ofMinutes(1)));
            assertThat(taken.whenLost().toCompletableFuture())
                    .succeedsWithin(Duration.ofSeconds(10))
                    .extracting(LeaseLostException::why)
                    .isEqualTo(LeaseLostException.NOT_THE_OWNER);
            assertThat(silent.whenLost().toCompletableFuture())
                    .succeedsWithin(Duration.ofSeconds(10))
                    .extracting(LeaseLostException::why)
                    .isNotEqualTo(LeaseLostException.NOT_THE_OWNER);
            assertThat(answered.isHeld()).isTrue();
            assertThat(late.isHeld()).as("asked again until it is answered").isTrue();
        }
    }

    @Test
    void a_loss_is_told_on_time_though_the_store_hangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (LeaseKeeper keeper = new LeaseKeeper("hanging", leases -> {
            try {
                hanging.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return Collections.nCopies(leases.size(), true);
        })) {
            Lease lease = lease("a", Duration.ofMillis(500));
            long begun = System.nanoTime();
            keeper.keep(lease, Duration.ofMinutes(1));
            LeaseLostException loss = lease.whenLost().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            assertThat(loss.key()).isEqualTo("a");
            hanging.countDown();
            assertThat(lease.isHeld())
                    .as("a renewal that is answered too late revives nothing")
                    .isFalse();
        }
    }

    @Test
    void what_is_forgotten_is_not_asked_for_again() {
        try (LeaseKeeper keeper = new LeaseKeeper("forgetting", this::renewAll)) {
            Lease kept = lease("kept", Duration.ofMillis(120));
            keeper.keep(kept, Duration.ofMinutes(1));
            for (int round = 0; round < 20; round++) {
                Lease lease = lease("k" + round, Duration.ofMillis(120));
                keeper.keep(lease, Duration.ofMinutes(1));
                keeper.forget(lease);
                lease.end();
                int before = calls.size();
                until(() -> calls.size() > before); // one that was under way
                forgotten.add(lease.token());
            }
            int before = calls.size();
            until(() -> calls.size() > before + 2);
            assertThat(tooLate).as("renewals after the release").hasValue(0);
        }
    }

    @Test
    void a_lease_is_renewed_no_longer_than_its_longest_hold() throws Exception {
        try (LeaseKeeper keeper = new LeaseKeeper("bounded", this::renewAll)) {
            Lease lease = lease("a", Duration.ofMillis(200));
            long begun = System.nanoTime();
            keeper.keep(lease, Duration.ofMillis(600));
            lease.whenLost().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
            assertThat(calls.size()).isPositive();
        }
    }

    @Test
    void an_idle_keeper_has_no_threads() {
        try (LeaseKeeper keeper = new LeaseKeeper("idle", this::renewAll)) {
            Lease lease = lease("a", Duration.ofMillis(120));
            keeper.keep(lease, Duration.ofMinutes(1));
            until(() -> !calls.isEmpty());
            assertThat(threads()).isPositive();
            keeper.forget(lease);
            until(() -> threads() == 0);
            assertThat(keeper.size()).isZero();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("safe4j-lease-")
                        && each.getName().endsWith("-idle"))
                .count();
    }

    @Test
    void a_lease_is_over_for_its_holder_before_it_is_for_the_store() {
        Lease lease = lease("a", Duration.ofMillis(200));
        assertThat(lease.remaining()).isLessThanOrEqualTo(Duration.ofMillis(180));
        long end = System.nanoTime() + 200_000_000;
        until(() -> System.nanoTime() - end > 0);
        assertThat(lease.isHeld()).as("without anybody watching").isFalse();
        assertThat(lease.renewed(System.nanoTime()))
                .as("what is lost stays lost")
                .isFalse();
        assertThat(lease.whenLost().toCompletableFuture()).isDone();
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time left").isNegative();
            LockSupport.parkNanos(500_000);
        }
    }
}
