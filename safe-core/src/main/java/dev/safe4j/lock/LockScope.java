package dev.safe4j.lock;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the calling thread has locked around the work that it runs: a second acquire of the same key inside shares it. Bound to the
 * thread and never inherited, so that workers which that work starts are callers like any others.
 */
final class LockScope {

    @SuppressWarnings("ThreadLocalUsage") // two stores have locks of the same name
    private final ThreadLocal<Deque<HeldLock>> around = new ThreadLocal<>();

    /** The end of a scope. */
    interface Entry extends AutoCloseable {
        @Override
        void close();
    }

    Entry enter(HeldLock lock) {
        Deque<HeldLock> locks = around.get();
        if (locks == null) {
            locks = new ArrayDeque<>();
            around.set(locks);
        }
        locks.push(lock);
        return () -> leave(lock);
    }

    private void leave(HeldLock lock) {
        Deque<HeldLock> locks = around.get();
        if (locks != null) {
            locks.remove(lock);
            if (locks.isEmpty()) {
                around.remove();
            }
        }
    }

    /** A share of the lock that is held around, if there is one and it is still held. */
    @Nullable
    HeldLock find(String key) {
        Deque<HeldLock> locks = around.get();
        if (locks == null) {
            return null;
        }
        for (HeldLock each : locks) {
            if (each.key().equals(key)) {
                each.ensureHeld();
                return each.joined();
            }
        }
        return null;
    }
}
