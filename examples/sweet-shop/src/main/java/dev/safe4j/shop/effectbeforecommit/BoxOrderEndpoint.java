package dev.safe4j.shop.effectbeforecommit;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class BoxOrderEndpoint {

    private final Twins<BoxOrders> orders;

    BoxOrderEndpoint(UnsafeBoxOrders unsafe, SafeBoxOrders safe) {
        this.orders = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/boxes/{box}/orders")
    void order(@PathVariable Form form, @PathVariable long box, @RequestParam String customer) {
        orders.of(form).order(box, BadInput.name("customer", customer));
    }
}
