package dev.safe4j.shop.forgottenunlock;

import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/** Locked, counted, unlocked; unless the count fails. */
@SuppressWarnings("LockNotBeforeTry") // that is the mistake
public final class UnsafeStockCount implements StockCount {

    private final RedissonClient redisson;
    private final Scales scales;

    public UnsafeStockCount(RedissonClient redisson, Scales scales) {
        this.redisson = redisson;
        this.scales = scales;
    }

    @Override
    public int count() {
        RLock lock = redisson.getLock("stock-count");
        lock.lock();
        int pieces = scales.pieces();
        lock.unlock();
        return pieces;
    }
}
