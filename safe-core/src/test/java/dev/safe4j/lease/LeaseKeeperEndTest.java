package dev.safe4j.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What becomes of leases whose renewal ends: because the keeper is closed, or because they were forgotten. */
@Timeout(60)
@Tag("slow")
class LeaseKeeperEndTest {

    private static final Duration LENGTH = Duration.ofMillis(900);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(LeaseKeeper.class);

    @BeforeEach
    void listen_to_the_log() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void nothing_hangs() {
        answer.countDown();
        log.detachAppender(logged);
    }

    private static Lease lease(String key) {
        return new Lease(key, UUID.randomUUID().toString(), 1, LENGTH, System.nanoTime());
    }

    private List<Boolean> renewed(List<Lease> leases) {
        calls.incrementAndGet();
        return Collections.nCopies(leases.size(), true);
    }

    /** A store that answers when it is told to. */
    private LeaseRenewer answering(boolean each) {
        return leases -> {
            calls.incrementAndGet();
            asked.countDown();
            try {
                assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return Collections.nCopies(leases.size(), each);
        };
    }

    @Test
    void what_is_held_when_the_keeper_is_closed_is_renewed_no_more_and_its_loss_is_told() {
        LeaseKeeper keeper = new LeaseKeeper("closed", this::renewed);
        List<Lease> leases = IntStream.range(0, 3).mapToObj(i -> lease("k" + i)).toList();
        leases.forEach(each -> keeper.keep(each, LONG));
        until(() -> calls.get() > 0);
        keeper.close();
        assertThat(leases).as("a close takes nothing away").allMatch(Lease::isHeld);
        Lease released = leases.get(0);
        keeper.forget(released);
        released.end();
        int before = calls.get();
        leases.subList(1, 3)
                .forEach(each -> assertThat(each.whenLost().toCompletableFuture())
                        .succeedsWithin(Duration.ofSeconds(5))
                        .extracting(LeaseLostException::key)
                        .isEqualTo(each.key()));
        assertThat(released.whenLost().toCompletableFuture()).isNotDone();
        assertThat(calls.get() - before)
                .as("renewals after the close, but for one under way")
                .isLessThanOrEqualTo(1);
        assertThat(keeper.size()).isZero();
        until(() -> threads("closed") == 0);
        keeper.close();
        assertThatThrownBy(() -> keeper.keep(lease("late"), LONG)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_loss_that_the_store_tells_after_the_close_is_told_and_is_no_failed_renewal() throws Exception {
        LeaseKeeper keeper = new LeaseKeeper("late", answering(false));
        Lease lease = lease("a");
        keeper.keep(lease, LONG);
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        keeper.close();
        answer.countDown();
        assertThat(lease.whenLost().toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(5))
                .extracting(LeaseLostException::why)
                .isEqualTo(LeaseLostException.NOT_THE_OWNER);
        until(() -> threads("late") == 0);
        assertThat(logged.list).isEmpty();
    }

    @Test
    void a_renewal_that_is_answered_after_the_close_still_counts() throws Exception {
        LeaseKeeper keeper = new LeaseKeeper("granted", answering(true));
        Lease lease = lease("a");
        keeper.keep(lease, LONG);
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        Duration before = lease.remaining();
        keeper.close();
        answer.countDown();
        until(() -> lease.remaining().compareTo(before) > 0);
        assertThat(lease.whenLost().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(calls).as("renewals").hasValue(1);
    }

    @Test
    void what_is_forgotten_is_left_alone_though_it_is_held() {
        try (LeaseKeeper keeper = new LeaseKeeper("forgotten", this::renewed)) {
            Lease left = lease("left");
            keeper.keep(left, LONG);
            keeper.forget(left);
            assertThat(left.whenLost().toCompletableFuture()).isNotDone();
            long end = System.nanoTime() + LENGTH.toNanos();
            until(() -> System.nanoTime() - end > 0);
            assertThat(calls).as("renewals").hasValue(0);
            assertThat(left.whenLost().toCompletableFuture())
                    .as("told by nobody but by itself")
                    .isNotDone();
            assertThat(left.isHeld()).isFalse();
        }
    }

    @Test
    void a_loss_that_is_told_after_it_was_forgotten_is_none() throws Exception {
        try (LeaseKeeper keeper = new LeaseKeeper("cancelled", answering(false))) {
            Lease given = lease("given up");
            Lease kept = lease("kept");
            keeper.keep(given, LONG);
            keeper.keep(kept, LONG);
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            keeper.forget(given);
            answer.countDown();
            assertThat(kept.whenLost().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
            assertThat(given.whenLost().toCompletableFuture())
                    .as("it was released, and the store is right that it is nobody's")
                    .isNotDone();
            assertThat(given.end()).as("held until now").isTrue();
        }
    }

    @Test
    void a_renewal_that_is_answered_after_the_release_revives_nothing() throws Exception {
        try (LeaseKeeper keeper = new LeaseKeeper("revived", answering(true))) {
            Lease lease = lease("a");
            keeper.keep(lease, LONG);
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            keeper.forget(lease);
            lease.end();
            answer.countDown();
            until(() -> threads("revived") == 0);
            assertThat(lease.isHeld()).isFalse();
            assertThat(lease.remaining()).isZero();
            assertThat(keeper.size()).isZero();
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void a_renewal_that_gets_no_thread_is_tried_again() {
        try (NoThreads none = new NoThreads();
                LeaseKeeper keeper = new LeaseKeeper("starved", this::renewed)) {
            none.after(1); // but for the one that watches
            Lease lease = lease("a");
            keeper.keep(lease, LONG);
            until(() -> calls.get() > 2);
            assertThat(none.wasOne()).isTrue();
            assertThat(lease.isHeld()).isTrue();
            keeper.forget(lease);
        }
    }

    @Test
    void a_loss_is_told_though_there_is_no_thread_for_its_signal() {
        try (NoThreads none = new NoThreads();
                LeaseKeeper keeper = new LeaseKeeper("silent", leases -> List.of(false))) {
            none.after(1); // but for the one that watches
            Lease late = lease("late");
            keeper.keep(late, Duration.ZERO);
            assertThat(late.whenLost().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
            assertThat(none.wasOne()).isTrue();
            until(() -> threads("silent") == 0);
            none.after(2); // nor for the one that renews
            Lease taken = lease("taken");
            keeper.keep(taken, LONG);
            assertThat(taken.whenLost().toCompletableFuture())
                    .succeedsWithin(Duration.ofSeconds(5))
                    .extracting(LeaseLostException::why)
                    .isEqualTo(LeaseLostException.NOT_THE_OWNER);
            assertThat(none.wasOne()).isTrue();
        }
    }

    @Test
    void a_lease_that_gets_no_thread_to_be_watched_by_is_not_kept() {
        try (NoThreads none = new NoThreads();
                LeaseKeeper keeper = new LeaseKeeper("refused", this::renewed)) {
            none.after(0);
            Lease refused = lease("refused");
            assertThatThrownBy(() -> keeper.keep(refused, LONG)).isInstanceOf(OutOfMemoryError.class);
            assertThat(keeper.size()).isZero();
            Lease next = lease("next");
            keeper.keep(next, LONG);
            until(() -> calls.get() > 0);
            keeper.forget(next);
            until(() -> threads("refused") == 0);
        }
    }

    private static long threads(String keeper) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("safe4j-lease-")
                        && each.getName().endsWith("-" + keeper))
                .count();
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time left").isNegative();
            LockSupport.parkNanos(500_000);
        }
    }
}
