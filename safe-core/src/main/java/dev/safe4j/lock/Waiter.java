package dev.safe4j.lock;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One caller in the queue of a key. Its fields are written by others; it waits on its own thread. */
final class Waiter {

    private final Thread thread = Thread.currentThread();
    private final LockOptions options;
    private volatile boolean atHead;
    private volatile @Nullable HeldLock handed;
    private volatile boolean signalled;

    Waiter(LockOptions options) {
        this.options = options;
    }

    LockOptions options() {
        return options;
    }

    /** Its turn to ask the store. */
    void promote() {
        atHead = true;
        LockSupport.unpark(thread);
    }

    /** It has the lock. */
    void hand(HeldLock lock) {
        handed = lock;
        LockSupport.unpark(thread);
    }

    @Nullable
    HeldLock handed() {
        return handed;
    }

    /** The store has something new. */
    void signal() {
        signalled = true;
        LockSupport.unpark(thread);
    }

    /** Waits for its turn; false if the time is over, the thread is interrupted or the locks are closed before. */
    boolean await(Deadline deadline, BooleanSupplier closed) {
        while (!atHead && handed == null) {
            if (deadline.isOver() || Thread.currentThread().isInterrupted() || closed.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(this, deadline.leftNanos());
        }
        return true;
    }

    /** Waits, whatever the store signals. Ends at an interrupt. */
    void pause(Deadline deadline) {
        while (!deadline.isOver() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, deadline.leftNanos());
        }
    }

    /** Waits for a signal of the store, no longer than this. Ends at an interrupt, too. */
    void awaitSignal(Deadline deadline) {
        while (!signalled && !deadline.isOver() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, deadline.leftNanos());
        }
        signalled = false;
    }
}
