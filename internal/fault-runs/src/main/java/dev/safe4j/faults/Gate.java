package dev.safe4j.faults;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the threads of a worker come by between two writes: there they can be halted, so that a pause of their process meets none inside
 * a transaction, which would keep its row locked from the next holder; and they learn that it is time to end. Thread-safe.
 */
final class Gate {

    private final Consumer<String> lines;
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean shut;

    Gate(Consumer<String> lines) {
        this.lines = lines;
    }

    synchronized void shut() {
        shut = true;
    }

    synchronized void open() {
        shut = false;
        notifyAll();
    }

    /** Passes; says which holding halts, and waits, while it is shut. */
    synchronized void pass(Step acquired) {
        if (shut) {
            lines.accept("HALTED " + acquired.id());
        }
        try {
            while (shut) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** It is time to end, also for those that have halted. */
    void end() {
        end.countDown();
        open();
    }

    boolean isOver() {
        return end.getCount() == 0;
    }

    /** Waits for the end, for so long at most; an interrupt is kept. */
    boolean isOverWithin(long millis) {
        try {
            return end.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return isOver();
        }
    }
}
