package dev.safe4j.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how many bodies run at a time, and which ran at all; some stop until they are let on. */
final class Bodies {

    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger interrupted = new AtomicInteger();
    final Set<Integer> ran = ConcurrentHashMap.newKeySet();
    private final CountDownLatch open = new CountDownLatch(1);

    /** Runs it. */
    int run(int item) {
        begin(item);
        try {
            Thread.onSpinWait();
            return item * 10;
        } finally {
            now.decrementAndGet();
        }
    }

    /** Runs it; the first four meet in it. */
    int runMeeting(int item, CyclicBarrier four) throws Exception {
        begin(item);
        try {
            if (item < 4) {
                four.await(20, TimeUnit.SECONDS);
            }
            return item * 10;
        } finally {
            now.decrementAndGet();
        }
    }

    /** Waits until it is let on or interrupted. */
    int runUntilOpen(int item) throws InterruptedException {
        begin(item);
        try {
            assertThat(open.await(20, TimeUnit.SECONDS)).as("let on").isTrue();
            return item * 10;
        } catch (InterruptedException interrupt) {
            interrupted.incrementAndGet();
            throw interrupt;
        } finally {
            now.decrementAndGet();
        }
    }

    /** Waits until it is let on, whoever interrupts it. */
    int runStubbornly(int item) {
        begin(item);
        try {
            while (true) {
                try {
                    assertThat(open.await(20, TimeUnit.SECONDS)).as("let on").isTrue();
                    return item * 10;
                } catch (InterruptedException ignored) {
                    interrupted.incrementAndGet();
                }
            }
        } finally {
            now.decrementAndGet();
        }
    }

    private void begin(int item) {
        assertThat(ran.add(item)).as("runs once").isTrue();
        int running = now.incrementAndGet();
        most.accumulateAndGet(running, Math::max);
    }

    void open() {
        open.countDown();
    }
}
