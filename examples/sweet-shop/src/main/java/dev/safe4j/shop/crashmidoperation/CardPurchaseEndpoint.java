package dev.safe4j.shop.crashmidoperation;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CardPurchaseEndpoint {

    private final Twins<CardPurchases> purchases;

    CardPurchaseEndpoint(UnsafeCardPurchases unsafe, SafeCardPurchases safe) {
        this.purchases = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/sweets/{sweet}/card-purchases")
    void buy(
            @PathVariable Form form,
            @RequestHeader("Idempotency-Key") String key,
            @PathVariable long sweet,
            @RequestParam String card) {
        purchases.of(form).buy(BadInput.key(key), sweet, BadInput.name("card", card));
    }
}
