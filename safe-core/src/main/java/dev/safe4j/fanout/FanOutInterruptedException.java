package dev.safe4j.fanout;

/**
 * Says that the caller of a fan-out was interrupted: all its work was cancelled. The thread's interrupt flag is set.
 *
 * @see "docs/patterns/sequential-calls.md"
 */
public final class FanOutInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FanOutInterruptedException(String name, int stillRunning) {
        super("fan-out '" + name + "' was interrupted; all its items were cancelled, and " + stillRunning
                + " still run.");
    }
}
