package dev.safe4j.shop.nonrepeatableread;

import java.math.BigDecimal;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads twice in one transaction: at READ COMMITTED, the default of most databases, that is two moments. */
@Service
public class UnsafeBookkeeping implements Bookkeeping {

    private final JdbcClient jdbc;

    public UnsafeBookkeeping(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(readOnly = true)
    public Sheet balanceSheet(long family) {
        BigDecimal total = jdbc.sql("select coalesce(sum(balance), 0) from wallet where family = ?")
                .param(family)
                .query(BigDecimal.class)
                .single();
        List<Line> lines = jdbc.sql("select id, balance from wallet where family = ? order by id")
                .param(family)
                .query((row, number) -> new Line(row.getLong("id"), row.getBigDecimal("balance")))
                .list();
        return new Sheet(total, lines);
    }
}
