package dev.safe4j.shop.forgottenunlock;

import dev.safe4j.lock.Locks;

/** The lock is given back on every path out of the count; that of a process that is gone ends by itself. */
public final class SafeStockCount implements StockCount {

    private final Locks locks;
    private final Scales scales;

    public SafeStockCount(Locks locks, Scales scales) {
        this.locks = locks;
        this.scales = scales;
    }

    @Override
    public int count() {
        return locks.withLock("stock-count", held -> scales.pieces());
    }
}
