package dev.safe4j.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Callers that start at one barrier, and waits that have a bound. */
public final class AtOnce {

    private AtOnce() {}

    /** What all of them returned, in their order; fails as the first that failed. */
    public static <T> List<T> run(int callers, IntFunction<Callable<T>> caller) throws Exception {
        CyclicBarrier start = new CyclicBarrier(callers);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Callable<T> one = caller.apply(i);
                all.add(threads.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            List<T> values = new ArrayList<>();
            for (Future<T> each : all) {
                values.add(each.get(40, TimeUnit.SECONDS));
            }
            return values;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Waits until something is so. */
    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time left").isNegative();
            LockSupport.parkNanos(500_000);
        }
    }
}
