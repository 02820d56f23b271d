package dev.safe4j.shop.sequencerace;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The next number is one more than the highest one. */
public final class UnsafeNumberedOrders implements NumberedOrders {

    private final JdbcClient jdbc;
    private final Printer printer;

    public UnsafeNumberedOrders(JdbcClient jdbc, Printer printer) {
        this.jdbc = jdbc;
        this.printer = printer;
    }

    @Override
    public long take(String customer) {
        long number = jdbc.sql("select coalesce(max(number), 0) + 1 from numbered_order")
                .query(Long.class)
                .single();
        printer.print(number, customer);
        jdbc.sql("insert into numbered_order (number, customer) values (?, ?)")
                .params(number, customer)
                .update();
        return number;
    }
}
