package dev.safe4j.faults;

import java.util.function.Consumer;

/**
 * A place between two writes where the threads of a worker can be halted, so that a pause of their process meets none inside a
 * transaction, which would keep its row locked from the next holder. Thread-safe.
 */
final class Gate {

    private final Consumer<String> lines;
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
}
