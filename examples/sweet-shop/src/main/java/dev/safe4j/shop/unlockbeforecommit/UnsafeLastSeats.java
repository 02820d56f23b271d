package dev.safe4j.shop.unlockbeforecommit;

import java.util.UUID;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Counted and booked under a lock; which is free again before the booking is committed. */
public class UnsafeLastSeats implements LastSeats {

    private final RedissonClient redisson;
    private final JdbcClient jdbc;

    public UnsafeLastSeats(RedissonClient redisson, JdbcClient jdbc) {
        this.redisson = redisson;
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void book(long tasting, String customer) {
        RLock lock = redisson.getLock("tasting:" + tasting);
        lock.lock();
        try {
            if (number("select count(*) from booking where tasting = ?", tasting)
                    >= number("select seats from tasting where id = ?", tasting)) {
                throw new NoSeatLeft(tasting);
            }
            jdbc.sql("insert into booking (id, tasting, customer) values (?, ?, ?)")
                    .params(UUID.randomUUID().toString(), tasting, customer)
                    .update();
        } finally {
            lock.unlock();
        }
    }

    private int number(String sql, long tasting) {
        return jdbc.sql(sql).param(tasting).query(Integer.class).single();
    }
}
