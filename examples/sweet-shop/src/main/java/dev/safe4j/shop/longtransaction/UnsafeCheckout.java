package dev.safe4j.shop.longtransaction;

import dev.safe4j.shop.outside.Bank;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Correct, and slow for everybody: the row and a connection are held for as long as the bank takes. */
@Service
public class UnsafeCheckout implements Checkout {

    private final JdbcClient jdbc;
    private final Bank bank;

    public UnsafeCheckout(JdbcClient jdbc, Bank bank) {
        this.jdbc = jdbc;
        this.bank = bank;
    }

    @Override
    @Transactional
    public void buy(long sweet, String card) {
        int stock = jdbc.sql("select stock from sweet where id = ? for update")
                .param(sweet)
                .query(Integer.class)
                .single();
        if (stock < 1) {
            throw new SoldOut(sweet);
        }
        jdbc.sql("update sweet set stock = ? where id = ?")
                .params(stock - 1, sweet)
                .update();
        bank.charge(card);
        jdbc.sql("insert into purchase (id, sweet, card) values (?, ?, ?)")
                .params(UUID.randomUUID().toString(), sweet, card)
                .update();
    }
}
