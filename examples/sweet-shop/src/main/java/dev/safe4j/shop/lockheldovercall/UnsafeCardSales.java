package dev.safe4j.shop.lockheldovercall;

import dev.safe4j.shop.outside.Bank;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One at a time, so that the check and the write belong together; and the bank is asked in between. */
public final class UnsafeCardSales implements CardSales {

    private final JdbcClient jdbc;
    private final Bank bank;

    public UnsafeCardSales(JdbcClient jdbc, Bank bank) {
        this.jdbc = jdbc;
        this.bank = bank;
    }

    @Override
    public synchronized void buy(long sweet, String card) {
        int stock = jdbc.sql("select stock from sweet where id = ?")
                .param(sweet)
                .query(Integer.class)
                .single();
        if (stock < 1) {
            throw new NoneLeft(sweet);
        }
        bank.charge(card);
        jdbc.sql("update sweet set stock = stock - 1 where id = ?").param(sweet).update();
    }
}
