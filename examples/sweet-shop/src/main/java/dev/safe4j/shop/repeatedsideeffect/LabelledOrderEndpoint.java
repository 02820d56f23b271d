package dev.safe4j.shop.repeatedsideeffect;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LabelledOrderEndpoint {

    private final Twins<LabelledOrders> orders;
    private final StoreRoomPrinter printer;

    LabelledOrderEndpoint(UnsafeLabelledOrders unsafe, SafeLabelledOrders safe, StoreRoomPrinter printer) {
        this.orders = new Twins<>(unsafe, safe);
        this.printer = printer;
    }

    @PostMapping(Form.PATHS + "/boxes/{box}/labelled-orders")
    void order(
            @PathVariable Form form,
            @RequestHeader("Idempotency-Key") String key,
            @PathVariable long box,
            @RequestParam String customer) {
        orders.of(form).order(BadInput.key(key), box, BadInput.name("customer", customer));
    }

    /** How many labels this instance has printed. */
    @GetMapping("/outside/labels/{box}/{customer}")
    long labels(@PathVariable long box, @PathVariable String customer) {
        return printer.printed("Box " + box + " for " + customer);
    }
}
