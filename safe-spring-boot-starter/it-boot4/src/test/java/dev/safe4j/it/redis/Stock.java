package dev.safe4j.it.redis;

import java.util.concurrent.atomic.AtomicInteger;

/** What two applications sell, without any guard but their lock: wrong as soon as two sell at a time. */
final class Stock {

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile String last = "";
    private volatile int left;

    Stock(int left) {
        this.left = left;
    }

    /** Read, think, write. */
    void take(String application) {
        if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        if (!last.equals(application)) {
            last = application;
            changes.incrementAndGet();
        }
        int before = left;
        Thread.yield();
        left = before - 1;
        inside.decrementAndGet();
    }

    int left() {
        return left;
    }

    /** How often two were inside. */
    int overlaps() {
        return overlaps.get();
    }

    /** How often the other application's turn came. */
    int changes() {
        return changes.get();
    }
}
