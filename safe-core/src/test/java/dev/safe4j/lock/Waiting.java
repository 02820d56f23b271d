package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Callers on threads of their own, and waits for what they do. */
final class Waiting implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** One caller: its thread, to be interrupted, and what it brings. */
    record Caller<T>(Thread thread, Future<T> result) {

        T get() throws Exception {
            return result.get(20, TimeUnit.SECONDS);
        }
    }

    /** Starts a caller. */
    <T> Caller<T> start(Callable<T> work) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<T> result = threads.submit(() -> {
            thread.set(Thread.currentThread());
            return work.call();
        });
        until(() -> thread.get() != null);
        return new Caller<>(thread.get(), result);
    }

    /** Starts a caller and returns when it waits. */
    <T> Caller<T> parked(Callable<T> work) {
        Caller<T> caller = start(work);
        until(() -> caller.thread().getState() == Thread.State.TIMED_WAITING
                && LockSupport.getBlocker(caller.thread()) instanceof Waiter);
        return caller;
    }

    static void getAll(List<? extends Caller<?>> callers) throws Exception {
        for (Caller<?> each : callers) {
            each.get();
        }
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time left").isNegative();
            LockSupport.parkNanos(500_000);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
