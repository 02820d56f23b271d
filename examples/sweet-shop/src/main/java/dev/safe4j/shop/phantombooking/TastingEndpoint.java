package dev.safe4j.shop.phantombooking;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TastingEndpoint {

    private final Twins<Tastings> tastings;

    TastingEndpoint(UnsafeTastings unsafe, SafeTastings safe) {
        this.tastings = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/tastings/{tasting}/bookings")
    void book(@PathVariable Form form, @PathVariable long tasting, @RequestParam String customer) {
        tastings.of(form).book(tasting, BadInput.name("customer", customer));
    }
}
