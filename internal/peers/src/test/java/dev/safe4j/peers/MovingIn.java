package dev.safe4j.peers;

import dev.safe4j.job.JobQueue;
import dev.safe4j.lock.Locks;
import dev.safe4j.once.Once;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.locks.Lock;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.springframework.integration.support.locks.LockRegistry;

/**
 * Services that move from other libraries to ours: as they were, as they are while instances of two versions run, and as they are in the
 * end. docs/operations/moving-in.md shows them.
 */
final class MovingIn {

    private MovingIn() {}

    /** A count that one instance does each night, and the others skip. */
    record FromShedLock(LockProvider provider, Locks locks, Runnable count) {

        void before() {
            provider.lock(nightly()).ifPresent(lock -> {
                try {
                    count.run();
                } finally {
                    lock.unlock();
                }
            });
        }

        private static LockConfiguration nightly() {
            return new LockConfiguration(Instant.now(), "nightly-count", Duration.ofMinutes(10), Duration.ZERO);
        }

        void between() {
            provider.lock(nightly()).ifPresent(old -> {
                try {
                    after();
                } finally {
                    old.unlock();
                }
            });
        }

        void after() {
            locks.tryAcquire("nightly-count").ifPresent(lock -> {
                try (lock) {
                    count.run();
                }
            });
        }
    }

    /** An order that is shipped by one at a time, with the locks of Spring Integration. */
    record FromSpringIntegration(LockRegistry<?> registry, Locks locks, Runnable shipping) {

        void before(long order) {
            Lock lock = registry.obtain("order:" + order);
            lock.lock();
            try {
                shipping.run();
            } finally {
                lock.unlock();
            }
        }

        void between(long order) {
            Lock old = registry.obtain("order:" + order);
            old.lock();
            try {
                after(order);
            } finally {
                old.unlock();
            }
        }

        void after(long order) {
            locks.runWithLock("order:" + order, held -> shipping.run());
        }
    }

    /** The same, with those of Redisson. */
    record FromRedisson(RedissonClient redisson, Locks locks, Runnable shipping) {

        void before(long order) {
            RLock lock = redisson.getLock("order:" + order);
            lock.lock();
            try {
                shipping.run();
            } finally {
                lock.unlock();
            }
        }

        void between(long order) {
            RLock old = redisson.getLock("order:" + order);
            old.lock();
            try {
                after(order);
            } finally {
                old.unlock();
            }
        }

        void after(long order) {
            locks.runWithLock("order:" + order, held -> shipping.run());
        }
    }

    /** A schedule that two schedulers have while it moves. */
    record FromDbScheduler(Once once, JobQueue jobs, Runnable count) {

        void count(LocalDate day) {
            once.run("nightly-count:" + day, () -> count.run());
        }

        void order(String order) {
            jobs.enqueue("mail", order);
        }
    }
}
