package dev.safe4j.shop.lookupthenexecute;

import dev.safe4j.shop.outside.PaymentProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Looks whether the request is there, does what it says, and writes that it is there. */
@Service
public final class UnsafeCardOrders implements CardOrders {

    private final JdbcClient jdbc;
    private final PaymentProvider provider;

    public UnsafeCardOrders(JdbcClient jdbc, PaymentProvider provider) {
        this.jdbc = jdbc;
        this.provider = provider;
    }

    @Override
    public void order(String request, long sweet, String card) {
        boolean isDone = jdbc.sql("select id from purchase where id = ?")
                .param(request)
                .query(String.class)
                .optional()
                .isPresent();
        if (!isDone) {
            provider.charge(card, PRICE);
            jdbc.sql("insert into purchase (id, sweet, card) values (?, ?, ?)")
                    .params(request, sweet, card)
                    .update();
        }
    }
}
