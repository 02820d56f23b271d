package dev.safe4j.shop.lockheldovercall;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CardSaleEndpoint {

    private final Twins<CardSales> sales;

    CardSaleEndpoint(UnsafeCardSales unsafe, SafeCardSales safe) {
        this.sales = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/sweets/{sweet}/card-sales")
    void buy(@PathVariable Form form, @PathVariable long sweet, @RequestParam String card) {
        sales.of(form).buy(sweet, BadInput.name("card", card));
    }
}
