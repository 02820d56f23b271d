package dev.safe4j.shop.pages;

import dev.safe4j.servers.Await;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A place at which those who come are held until the test lets them go on. */
public final class Gate {

    private final AtomicInteger arrived = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);

    /** Arrives, and waits until it is open. */
    public void pass() {
        arrived.incrementAndGet();
        try {
            awaitOpen();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting until the gate is opened", interrupted);
        }
    }

    /**
     * Arrives, and waits until it is open or the thread is interrupted, as a client does that is told to stop.
     *
     * @throws CancellationException if it was interrupted; the flag is set
     */
    public void passUnlessInterrupted() {
        arrived.incrementAndGet();
        try {
            awaitOpen();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted at the gate");
        }
    }

    private void awaitOpen() throws InterruptedException {
        if (!open.await(Visitor.BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("not within " + Visitor.BOUND + ": the gate is opened");
        }
    }

    public void awaitArrival() {
        awaitArrivals(1);
    }

    /** Returns as soon as so many have come. */
    public void awaitArrivals(int number) {
        Await.until(Visitor.BOUND, number + " are at the gate", () -> arrived.get() >= number);
    }

    public void open() {
        open.countDown();
    }
}
