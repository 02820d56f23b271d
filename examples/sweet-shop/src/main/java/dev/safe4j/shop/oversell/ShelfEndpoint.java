package dev.safe4j.shop.oversell;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ShelfEndpoint {

    private final Twins<Shelf> shelves;

    ShelfEndpoint(UnsafeShelf unsafe, SafeShelf safe) {
        this.shelves = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/sweets/{sweet}/purchases")
    void buy(@PathVariable Form form, @PathVariable long sweet, @RequestParam int amount) {
        shelves.of(form).buy(sweet, BadInput.pieces(amount));
    }

    @PostMapping(Form.PATHS + "/sweets/{sweet}/restocks")
    void restock(@PathVariable Form form, @PathVariable long sweet, @RequestParam int amount) {
        shelves.of(form).restock(sweet, BadInput.pieces(amount));
    }
}
