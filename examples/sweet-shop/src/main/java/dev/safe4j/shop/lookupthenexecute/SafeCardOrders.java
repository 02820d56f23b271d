package dev.safe4j.shop.lookupthenexecute;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.shop.outside.Bank;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claims the request by one insert, which only one can win, and then does what it says. */
public final class SafeCardOrders implements CardOrders {

    private final Idempotency idempotency;
    private final JdbcClient jdbc;
    private final Bank bank;

    public SafeCardOrders(Idempotency idempotency, JdbcClient jdbc, Bank bank) {
        this.idempotency = idempotency;
        this.jdbc = jdbc;
        this.bank = bank;
    }

    @Override
    public void order(String request, long sweet, String card) {
        idempotency
                .operation("card order")
                .key(request)
                .request(sweet + " on " + card)
                .run(attempt -> {
                    bank.charge(card);
                    jdbc.sql("insert into purchase (id, sweet, card) values (?, ?, ?)")
                            .params(request, sweet, card)
                            .update();
                    return null;
                });
    }
}
