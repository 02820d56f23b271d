package dev.safe4j.shop.lockheldovercall;

import dev.safe4j.shop.outside.PaymentProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** One at a time, so that the check and the write belong together; and the provider is asked in between. */
@Service
public final class UnsafeCardSales implements CardSales {

    private final JdbcClient jdbc;
    private final PaymentProvider provider;

    public UnsafeCardSales(JdbcClient jdbc, PaymentProvider provider) {
        this.jdbc = jdbc;
        this.provider = provider;
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
        provider.charge(card, PRICE);
        jdbc.sql("update sweet set stock = stock - 1 where id = ?").param(sweet).update();
    }
}
