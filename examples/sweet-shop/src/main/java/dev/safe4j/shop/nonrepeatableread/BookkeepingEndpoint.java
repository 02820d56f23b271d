package dev.safe4j.shop.nonrepeatableread;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import dev.safe4j.shop.nonrepeatableread.Bookkeeping.Sheet;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class BookkeepingEndpoint {

    private final Twins<Bookkeeping> bookkeeping;

    BookkeepingEndpoint(UnsafeBookkeeping unsafe, SafeBookkeeping safe) {
        this.bookkeeping = new Twins<>(unsafe, safe);
    }

    @GetMapping(Form.PATHS + "/families/{family}/balance-sheet")
    Sheet balanceSheet(@PathVariable Form form, @PathVariable long family) {
        return bookkeeping.of(form).balanceSheet(family);
    }
}
