package dev.safe4j.shop.jobs;

import dev.safe4j.shop.BadInput;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MailedOrderEndpoint {

    private final MailedOrders orders;

    MailedOrderEndpoint(MailedOrders orders) {
        this.orders = orders;
    }

    @PostMapping("/boxes/{box}/mailed-orders")
    void order(@PathVariable long box, @RequestParam String customer) {
        orders.order(box, BadInput.name("customer", customer));
    }
}
