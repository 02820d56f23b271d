package dev.safe4j.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** One way to hold a lock for a moment: acquire it, do what is to be done, release it. */
@FunctionalInterface
interface LockWay {

    /** How long a lock is waited for, and how long a lease lasts, by all ways that are told. */
    Duration LONG = Duration.ofSeconds(30);

    /**
     * Holds a lock.
     *
     * @return false if it was not to be had
     * @throws SQLException ends the run
     * @throws InterruptedException ends the run
     */
    boolean hold(String key, Body body) throws SQLException, InterruptedException;

    /** What is done while the lock is held. */
    interface Body {

        /** Does it, with the fencing number, zero if there is none. */
        void run(long fence);
    }

    /** A way with its name in the tables. */
    record Named(String name, LockWay way) {}

    /** Tries again until it has the lock. */
    default LockWay polled(Duration pause) {
        return (key, body) -> {
            while (!hold(key, body)) {
                LockSupport.parkNanos(pause.toNanos());
            }
            return true;
        };
    }

    /** Lets one thread of this JVM after the other try, in the order in which they came. For one key. */
    default LockWay behindFairQueue() {
        ReentrantLock queue = new ReentrantLock(true);
        return (key, body) -> {
            queue.lock();
            try {
                return hold(key, body);
            } finally {
                queue.unlock();
            }
        };
    }

    /** Gives the lock of a key. */
    interface Registry {
        Lock obtain(String key);

        default LockWay trying() {
            return (key, body) -> {
                Lock lock = obtain(key);
                return lock.tryLock() && releasing(lock, body);
            };
        }

        default LockWay waiting() {
            return (key, body) -> {
                Lock lock = obtain(key);
                return lock.tryLock(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS) && releasing(lock, body);
            };
        }

        private static boolean releasing(Lock lock, Body body) {
            try {
                body.run(0);
            } finally {
                lock.unlock();
            }
            return true;
        }
    }
}
