package dev.safe4j.shop.lostlease;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A lock with a lease, given back only if it is still there; and a write that does not ask. */
public final class UnsafePriceTags implements PriceTags {

    private final RedissonClient redisson;
    private final Duration lease;
    private final JdbcClient jdbc;
    private final PriceSource source;

    public UnsafePriceTags(RedissonClient redisson, Duration lease, JdbcClient jdbc, PriceSource source) {
        this.redisson = redisson;
        this.lease = lease;
        this.jdbc = jdbc;
        this.source = source;
    }

    @Override
    public void write(long tag) {
        RLock lock = redisson.getLock("price-tag:" + tag);
        lock.lock(lease.toMillis(), TimeUnit.MILLISECONDS);
        try {
            BigDecimal price = source.price();
            jdbc.sql("update price_tag set price = ? where id = ?")
                    .params(price, tag)
                    .update();
        } finally {
            if (lock.isHeldByCurrentThread()) {
                lock.unlock();
            }
        }
    }
}
