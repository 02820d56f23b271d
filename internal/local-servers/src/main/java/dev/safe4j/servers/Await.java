package dev.safe4j.servers;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for a condition, never for a length of time. */
public final class Await {

    private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /**
     * Returns as soon as the condition is true. A condition that throws an exception is one that is not true yet; its
     * last exception becomes the cause of the failure.
     *
     * @throws AssertionError naming {@code what}, if the bound passes or the thread is interrupted first
     */
    public static void until(Duration bound, String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + bound.toNanos();
        long pause = FIRST_PAUSE;
        while (true) {
            @Nullable Exception last = null;
            try {
                if (condition.call()) {
                    return;
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                last = interrupted;
            } catch (Exception notYet) {
                last = notYet;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting until " + what, last);
            }
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("not within " + bound.toMillis() + " ms: " + what, last);
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }
}
