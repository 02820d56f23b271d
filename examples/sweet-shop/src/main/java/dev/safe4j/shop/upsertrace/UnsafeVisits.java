package dev.safe4j.shop.upsertrace;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Looks for the row, and then inserts or updates: two first visits collide, and two later ones count once. */
@Service
public class UnsafeVisits implements Visits {

    private final JdbcClient jdbc;

    public UnsafeVisits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void count(String page) {
        Optional<Long> visits = jdbc.sql("select visits from visit where page = ?")
                .param(page)
                .query(Long.class)
                .optional();
        if (visits.isEmpty()) {
            jdbc.sql("insert into visit (page, visits) values (?, 1)")
                    .param(page)
                    .update();
        } else {
            jdbc.sql("update visit set visits = ? where page = ?")
                    .params(visits.get() + 1, page)
                    .update();
        }
    }
}
