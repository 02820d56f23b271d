package dev.safe4j.shop.wrongboundary;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class StampCardEndpoint {

    private final Twins<StampCards> cards;

    StampCardEndpoint(UnsafeStampCards unsafe, SafeStampCards safe) {
        this.cards = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/stamp-cards/{card}/exchange")
    void exchange(@PathVariable Form form, @PathVariable long card) {
        cards.of(form).exchange(card);
    }
}
