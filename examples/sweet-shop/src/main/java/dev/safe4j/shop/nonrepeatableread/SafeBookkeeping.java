package dev.safe4j.shop.nonrepeatableread;

import dev.safe4j.jdbc.transaction.Transactions;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** All reads of the report see one moment. */
@Service
public class SafeBookkeeping implements Bookkeeping {

    private final Transactions transactions;
    private final JdbcClient jdbc;

    public SafeBookkeeping(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions.repeatableRead().readOnly().named("balance sheet");
        this.jdbc = jdbc;
    }

    @Override
    public Sheet balanceSheet(long family) {
        return transactions.run(attempt -> new Sheet(total(family), lines(family)));
    }

    private BigDecimal total(long family) {
        return jdbc.sql("select coalesce(sum(balance), 0) from wallet where family = ?")
                .param(family)
                .query(BigDecimal.class)
                .single();
    }

    private List<Line> lines(long family) {
        return jdbc.sql("select id, balance from wallet where family = ? order by id")
                .param(family)
                .query((row, number) -> new Line(row.getLong("id"), row.getBigDecimal("balance")))
                .list();
    }
}
