package dev.safe4j.shop.phantombooking;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Counts the bookings, and then makes one more: the rows that others are inserting are not counted. */
@Service
public class UnsafeTastings implements Tastings {

    private final JdbcClient jdbc;

    public UnsafeTastings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void book(long tasting, String customer) {
        int seats = number("select seats from tasting where id = ?", tasting);
        int booked = number("select count(*) from booking where tasting = ?", tasting);
        if (booked >= seats) {
            throw new TastingFull(tasting);
        }
        jdbc.sql("insert into booking (id, tasting, customer) values (?, ?, ?)")
                .params(UUID.randomUUID().toString(), tasting, customer)
                .update();
    }

    private int number(String sql, long tasting) {
        return jdbc.sql(sql).param(tasting).query(Integer.class).single();
    }
}
