package dev.safe4j.shop.lockorder;

import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Both writes or none, each with its check, and still: whoever pays locks the payer's row first. */
@Service
public class UnsafeOrderedTransfers implements OrderedTransfers {

    private final JdbcClient jdbc;

    public UnsafeOrderedTransfers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void transfer(long from, long to, BigDecimal amount) {
        int taken = jdbc.sql("update wallet set balance = balance - ? where id = ? and balance >= ?")
                .params(amount, from, amount)
                .update();
        if (taken == 0) {
            throw new TooLittle(from);
        }
        jdbc.sql("update wallet set balance = balance + ? where id = ?")
                .params(amount, to)
                .update();
    }
}
