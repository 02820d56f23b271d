package dev.safe4j.test.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Callers that never come back: named, with what they wait for, and interrupted. */
@Tag("slow")
@Isolated // looks at all threads of the JVM
class StuckCallersTest {

    private static final Duration BOUND = Duration.ofMillis(700);
    private static final long LONG = 30;

    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void release() {
        over.countDown();
    }

    private static RaceViolation stuck(Race<?> race) {
        RaceViolation violation = catchThrowableOfType(RaceViolation.class, race.within(BOUND)::run);
        assertThat(violation).isNotNull();
        assertThat(violation.round()).hasValue(1);
        return violation;
    }

    /** Starts a thread that holds the monitor until the test is over. */
    private void holdMonitor(Object monitor) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        FutureTask<Boolean> hold = new FutureTask<>(() -> {
            synchronized (monitor) {
                held.countDown();
                return over.await(LONG, TimeUnit.SECONDS);
            }
        });
        Thread holder = new Thread(hold, "holder-of-the-monitor");
        holder.setDaemon(true);
        holder.start();
        assertThat(held.await(LONG, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_held_monitor_is_named_with_its_owner_and_where_the_owner_is() throws Exception {
        Object till = new Object();
        holdMonitor(till);

        RaceViolation violation = stuck(Race.<Integer>of(2, () -> 1).caller("buyer", caller -> {
            synchronized (till) {
                return 2;
            }
        }));

        assertThat(violation)
                .hasMessageStartingWith(
                        "round 1 of 1: 1 of 3 callers did not come back within 700 ms, and were interrupted."
                                + " Still there, as they do not heed the interrupt: race-buyer-2.\n")
                .hasMessageContaining("race-buyer-2 is BLOCKED, waits for java.lang.Object@"
                        + Integer.toHexString(System.identityHashCode(till)) + ", held by holder-of-the-monitor\n")
                .hasMessageContaining("the owner holder-of-the-monitor is TIMED_WAITING, waits for ")
                .hasMessageContaining("    at ")
                .hasMessageContaining("StuckCallersTest.java")
                .hasMessageContaining("2 x 1")
                .hasMessageNotContainingAny("Round.java", "deadlock", "NOTE");
    }

    @Test
    void a_held_lock_is_named_with_its_owner() {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            RaceViolation violation = stuck(Race.of(1, () -> {
                lock.lockInterruptibly();
                return 1;
            }));

            assertThat(violation)
                    .hasMessageContaining(
                            "race-caller-0 is WAITING, waits for java.util.concurrent.locks.ReentrantLock$")
                    .hasMessageContaining(", held by " + Thread.currentThread().getName() + "\n")
                    .hasMessageContaining("the owner " + Thread.currentThread().getName() + " is RUNNABLE");
            assertThat(violation).hasMessageNotContainingAny("Still there");
        } finally {
            lock.unlock();
        }
    }

    @Test
    void a_deadlock_of_two_callers_is_called_one_and_resolved_by_the_interrupt() {
        ReentrantLock one = new ReentrantLock();
        ReentrantLock two = new ReentrantLock();
        CyclicBarrier bothHoldTheirFirst = new CyclicBarrier(2);

        RaceViolation violation = stuck(Race.between(
                "deposit", () -> lockBoth(one, two, bothHoldTheirFirst),
                "withdraw", () -> lockBoth(two, one, bothHoldTheirFirst)));

        assertThat(violation)
                .hasMessageContaining("2 of 2 callers did not come back")
                .hasMessageContaining(
                        "deadlock: race-deposit-0 waits for race-withdraw-1 waits for race-deposit-0\nrace-deposit-0 is")
                .hasMessageContaining("held by race-withdraw-1\n")
                .hasMessageContaining("held by race-deposit-0\n");
        assertThat(LeftOver.threadsNamed("race-deposit-")).isEmpty();
        assertThat(LeftOver.threadsNamed("race-withdraw-")).isEmpty();
    }

    private static boolean lockBoth(ReentrantLock first, ReentrantLock second, CyclicBarrier between) throws Exception {
        first.lockInterruptibly();
        try {
            between.await(LONG, TimeUnit.SECONDS);
            second.lockInterruptibly();
            second.unlock();
            return true;
        } finally {
            first.unlock();
        }
    }

    @Test
    void who_waits_for_a_permit_waits_for_no_owner() {
        Semaphore permits = new Semaphore(0);

        assertThat(stuck(Race.of(1, () -> permits.acquire())))
                .hasMessageContaining("waits for java.util.concurrent.Semaphore$")
                .hasMessageContaining(", which has no owner: a signal, a permit, a count\n");
    }

    @Test
    void a_socket_read_is_called_input() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
            assertThat(stuck(Race.<Integer>of(1, () -> socket.getInputStream().read())))
                    .hasMessageContaining("race-caller-0 is RUNNABLE, waits for input or output in java.net.Socket$");
        }
    }

    @Test
    void who_runs_for_ever_is_said_to_run_and_who_parks_to_park() {
        assertThat(stuck(Race.of(1, () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                })))
                .hasMessageContaining("race-caller-0 is RUNNABLE, runs\n");
        assertThat(stuck(Race.of(1, () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.park();
                    }
                })))
                .hasMessageContaining("race-caller-0 is WAITING, sleeps or is parked\n");
    }

    @Test
    void a_caller_that_swallows_interrupts_is_named_and_cannot_keep_the_test() {
        AtomicBoolean isOver = new AtomicBoolean();
        try {
            RaceViolation violation = stuck(Race.<Integer>of(1, () -> 1).caller("stubborn", caller -> {
                while (!isOver.get()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                    Thread.interrupted();
                }
                return 2;
            }));

            assertThat(violation)
                    .hasMessageContaining("1 of 2 callers")
                    .hasMessageContaining("Still there, as they do not heed the interrupt: race-stubborn-1.");
            assertThat(LeftOver.threadsNamed("race-stubborn-"))
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
        } finally {
            isOver.set(true);
        }
    }

    @Test
    void only_the_round_that_is_stuck_is_to_blame() {
        RaceViolation violation = catchThrowableOfType(
                RaceViolation.class,
                Race.of(2, caller -> {
                            if (caller.round() == 3 && caller.number() == 0) {
                                over.await(LONG, TimeUnit.SECONDS);
                            }
                            return caller.round();
                        })
                        .rounds(5)
                        .within(BOUND)::run);

        assertThat(violation.round()).hasValue(3);
        assertThat(violation).hasMessageStartingWith("round 3 of 5: 1 of 2 callers did not come back");
        assertThat(violation).hasMessageContaining("rounds: 3 of 5");
    }
}
