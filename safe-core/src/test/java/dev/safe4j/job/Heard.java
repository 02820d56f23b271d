package dev.safe4j.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a listener was told. Thread-safe. */
final class Heard implements JobListener {

    final List<End> ends = new CopyOnWriteArrayList<>();
    final AtomicInteger abandoned = new AtomicInteger();
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();

    @Override
    public void onBegun(JobRun run, Duration waited) {
        begun.incrementAndGet();
    }

    @Override
    public void onEnded(JobRun run, End end, Duration time) {
        ends.add(end);
    }

    @Override
    public void onAbandoned(JobRun run) {
        abandoned.incrementAndGet();
    }

    @Override
    public void onRenewed(int claims, int lostOnes) {
        lost.addAndGet(lostOnes);
    }

    int count(End end) {
        return (int) ends.stream().filter(each -> each == end).count();
    }

    /** Waits, with a bound. */
    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within 30 s: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
