package dev.safe4j.shop.sequencerace;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Sequence;
import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes orders by their numbers. The slip is the answer. */
@RestController
class NumberedOrderEndpoint {

    private static final int BLOCK = 10;
    private static final NumberedOrders.Printer NO_PRINTER = (number, customer) -> {};

    private final Twins<NumberedOrders> orders;

    NumberedOrderEndpoint(CounterStore store, JdbcClient jdbc) {
        this.orders = new Twins<>(
                new UnsafeNumberedOrders(jdbc, NO_PRINTER),
                new SafeNumberedOrders(Sequence.inBlocks(store, BLOCK), jdbc, NO_PRINTER));
    }

    @PostMapping(Form.PATHS + "/numbered-orders")
    long take(@PathVariable Form form, @RequestParam String customer) {
        return orders.of(form).take(BadInput.name("customer", customer));
    }
}
