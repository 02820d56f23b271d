package dev.safe4j.shop.halfdonetransfer;

import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Two writes, each right, and no transaction around them: what fails after the first one leaves the money nowhere. */
@Service
public class UnsafeTransfers implements Transfers {

    private final JdbcClient jdbc;

    public UnsafeTransfers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void transfer(long from, long to, BigDecimal amount) {
        int taken = jdbc.sql("update wallet set balance = balance - ? where id = ? and balance >= ?")
                .params(amount, from, amount)
                .update();
        if (taken == 0) {
            throw new InsufficientFunds(from);
        }
        jdbc.sql("update wallet set balance = balance + ? where id = ?")
                .params(amount, to)
                .update();
    }
}
