package dev.safe4j.shop.foreignunlock;

import java.time.Duration;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;

/** SET with NX and PX, the work, DEL: of whatever key is there by then. */
public final class UnsafePriceImport implements PriceImport {

    private final RedissonClient redisson;
    private final Duration lease;
    private final Runnable work;

    public UnsafePriceImport(RedissonClient redisson, Duration lease, Runnable work) {
        this.redisson = redisson;
        this.lease = lease;
        this.work = work;
    }

    @Override
    public boolean run() {
        RBucket<String> lock = redisson.getBucket("price-import");
        if (!lock.setIfAbsent("running", lease)) {
            return false;
        }
        try {
            work.run();
            return true;
        } finally {
            lock.delete();
        }
    }
}
