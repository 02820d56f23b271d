package dev.safe4j.shop.lookupthenexecute;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CardOrderEndpoint {

    private final Twins<CardOrders> orders;

    CardOrderEndpoint(UnsafeCardOrders unsafe, SafeCardOrders safe) {
        this.orders = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/sweets/{sweet}/card-orders")
    void order(
            @PathVariable Form form,
            @RequestHeader("Idempotency-Key") String key,
            @PathVariable long sweet,
            @RequestParam String card) {
        orders.of(form).order(BadInput.key(key), sweet, BadInput.name("card", card));
    }
}
