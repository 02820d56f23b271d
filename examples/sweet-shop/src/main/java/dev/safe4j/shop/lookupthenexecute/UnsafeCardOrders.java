package dev.safe4j.shop.lookupthenexecute;

import dev.safe4j.shop.outside.Bank;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks whether the request is there, does what it says, and writes that it is there. */
public final class UnsafeCardOrders implements CardOrders {

    private final JdbcClient jdbc;
    private final Bank bank;

    public UnsafeCardOrders(JdbcClient jdbc, Bank bank) {
        this.jdbc = jdbc;
        this.bank = bank;
    }

    @Override
    public void order(String request, long sweet, String card) {
        boolean isDone = jdbc.sql("select id from purchase where id = ?")
                .param(request)
                .query(String.class)
                .optional()
                .isPresent();
        if (!isDone) {
            bank.charge(card);
            jdbc.sql("insert into purchase (id, sweet, card) values (?, ?, ?)")
                    .params(request, sweet, card)
                    .update();
        }
    }
}
