package dev.safe4j.jdbc.advisory;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one caller of this process at a time ask for a name. The servers let a session have its own lock again, so two callers
 * that came to the same session, or one whose session came back with a lock still on it, would both be let in. It knows only
 * the names in use. Thread-safe.
 */
final class LocalGuard {

    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition left = mutex.newCondition();
    private final Set<String> taken = new HashSet<>();

    /**
     * Waits for the name to be nobody's here.
     *
     * @param end of the wait, by {@link System#nanoTime}
     * @return false if it was not free until then
     * @throws InterruptedException if the thread was interrupted; it has nothing
     */
    boolean enter(String name, long end) throws InterruptedException {
        mutex.lockInterruptibly();
        try {
            while (!taken.add(name)) {
                long remaining = end - System.nanoTime();
                if (remaining <= 0) {
                    return false;
                }
                left.awaitNanos(remaining);
            }
            return true;
        } finally {
            mutex.unlock();
        }
    }

    void leave(String name) {
        mutex.lock();
        try {
            taken.remove(name);
            left.signalAll();
        } finally {
            mutex.unlock();
        }
    }

    int size() {
        mutex.lock();
        try {
            return taken.size();
        } finally {
            mutex.unlock();
        }
    }
}
