package dev.safe4j.shop.writeskew;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Each keeper sees that the other one stays, and writes a row of their own: no conflict, and nobody is left. */
@Service
public class UnsafeShifts implements Shifts {

    private final JdbcClient jdbc;

    public UnsafeShifts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(isolation = Isolation.REPEATABLE_READ)
    public void goHome(long shift, long keeper) {
        long onCall = jdbc.sql("select count(*) from keeper where shift = ? and on_call = true")
                .param(shift)
                .query(Long.class)
                .single();
        if (onCall < 2) {
            throw new LastOnCall(shift);
        }
        jdbc.sql("update keeper set on_call = false where id = ? and shift = ?")
                .params(keeper, shift)
                .update();
    }
}
