package dev.safe4j.shop.longtransaction;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CheckoutEndpoint {

    private final Twins<Checkout> checkouts;

    CheckoutEndpoint(UnsafeCheckout unsafe, SafeCheckout safe) {
        this.checkouts = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/sweets/{sweet}/checkouts")
    void buy(@PathVariable Form form, @PathVariable long sweet, @RequestParam String card) {
        checkouts.of(form).buy(sweet, BadInput.name("card", card));
    }
}
