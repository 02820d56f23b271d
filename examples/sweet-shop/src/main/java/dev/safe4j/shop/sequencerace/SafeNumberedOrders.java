package dev.safe4j.shop.sequencerace;

import dev.safe4j.counter.Sequence;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A number is given away when it is asked for. */
public final class SafeNumberedOrders implements NumberedOrders {

    private final Sequence numbers;
    private final JdbcClient jdbc;
    private final Printer printer;

    public SafeNumberedOrders(Sequence numbers, JdbcClient jdbc, Printer printer) {
        this.numbers = numbers;
        this.jdbc = jdbc;
        this.printer = printer;
    }

    @Override
    public long take(String customer) {
        long number = numbers.next("order-number");
        printer.print(number, customer);
        jdbc.sql("insert into numbered_order (number, customer) values (?, ?)")
                .params(number, customer)
                .update();
        return number;
    }
}
