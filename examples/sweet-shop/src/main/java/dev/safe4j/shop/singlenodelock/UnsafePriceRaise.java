package dev.safe4j.shop.singlenodelock;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All is right but this: that a lock is held is known to one Redis node, in its memory. */
public final class UnsafePriceRaise implements PriceRaise {

    private final RedissonClient redisson;
    private final JdbcClient jdbc;
    private final HeadOffice office;

    public UnsafePriceRaise(RedissonClient redisson, JdbcClient jdbc, HeadOffice office) {
        this.redisson = redisson;
        this.jdbc = jdbc;
        this.office = office;
    }

    @Override
    public void raise(long tag) {
        RLock lock = redisson.getLock("price-tag:" + tag);
        if (!lock.tryLock()) {
            throw new NotAlone(tag);
        }
        try {
            BigDecimal price = jdbc.sql("select price from price_tag where id = ?")
                    .param(tag)
                    .query(BigDecimal.class)
                    .single();
            jdbc.sql("update price_tag set price = ? where id = ?")
                    .params(raised(price), tag)
                    .update();
        } finally {
            if (lock.isHeldByCurrentThread()) {
                lock.unlock();
            }
        }
    }

    private BigDecimal raised(BigDecimal price) {
        return price.multiply(office.factor()).setScale(2, RoundingMode.HALF_UP);
    }
}
