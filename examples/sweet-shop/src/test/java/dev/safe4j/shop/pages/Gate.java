package dev.safe4j.shop.pages;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place at which somebody is held until the test lets him go on. */
public final class Gate {

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Arrives, and waits until it is open. */
    public void pass() {
        arrived.countDown();
        await(open, "the gate is opened");
    }

    public void awaitArrival() {
        await(arrived, "somebody is at the gate");
    }

    public void open() {
        open.countDown();
    }

    private static void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(Visitor.BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not within " + Visitor.BOUND + ": " + what);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting until " + what, interrupted);
        }
    }
}
