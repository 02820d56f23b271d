package dev.safe4j.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.AtOnce;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers on threads of their own, and loaders that stop until they are let on. */
final class Callers {

    private Callers() {}

    /** One caller, who is interrupted by its thread. */
    record Caller<T>(Thread thread, FutureTask<T> task) {

        T get() throws Exception {
            return task.get(20, TimeUnit.SECONDS);
        }
    }

    static <T> Caller<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        return new Caller<>(thread, task);
    }

    /** Starts a caller and returns when it waits. */
    static <T> Caller<T> parked(Callable<T> work) {
        Caller<T> caller = start(work);
        AtOnce.until(() -> caller.thread().getState() == Thread.State.TIMED_WAITING);
        return caller;
    }

    /** A loader that counts, and waits before it brings its value. */
    static final class Gate<V> implements Callable<V> {

        final AtomicInteger loads = new AtomicInteger();
        final AtomicInteger interrupted = new AtomicInteger();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private final Callable<V> after;

        Gate(Callable<V> after) {
            this.after = after;
        }

        @Override
        public V call() throws Exception {
            loads.incrementAndGet();
            begun.countDown();
            try {
                assertThat(open.await(20, TimeUnit.SECONDS)).as("let on").isTrue();
            } catch (InterruptedException interrupt) {
                interrupted.incrementAndGet();
                throw interrupt;
            }
            return after.call();
        }

        void awaitBegun() throws InterruptedException {
            assertThat(begun.await(20, TimeUnit.SECONDS)).as("begun").isTrue();
        }

        void open() {
            open.countDown();
        }
    }
}
