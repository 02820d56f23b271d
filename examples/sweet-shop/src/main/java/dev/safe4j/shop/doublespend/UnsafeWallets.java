package dev.safe4j.shop.doublespend;

import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Checks the balance, and then deducts: all who check at the same time find enough. */
@Service
public class UnsafeWallets implements Wallets {

    private final JdbcClient jdbc;

    public UnsafeWallets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void pay(long wallet, BigDecimal amount) {
        BigDecimal balance = jdbc.sql("select balance from wallet where id = ?")
                .param(wallet)
                .query(BigDecimal.class)
                .single();
        if (balance.compareTo(amount) < 0) {
            throw new InsufficientFunds(wallet);
        }
        jdbc.sql("update wallet set balance = balance - ? where id = ?")
                .params(amount, wallet)
                .update();
    }
}
