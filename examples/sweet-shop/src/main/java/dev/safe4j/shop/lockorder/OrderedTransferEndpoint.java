package dev.safe4j.shop.lockorder;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import java.math.BigDecimal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderedTransferEndpoint {

    private final Twins<OrderedTransfers> transfers;
    private final LockedTransfers locked;

    OrderedTransferEndpoint(UnsafeOrderedTransfers unsafe, SafeOrderedTransfers safe, LockedTransfers locked) {
        this.transfers = new Twins<>(unsafe, safe);
        this.locked = locked;
    }

    @PostMapping(Form.PATHS + "/ordered-transfers")
    void transfer(
            @PathVariable Form form, @RequestParam long from, @RequestParam long to, @RequestParam BigDecimal amount) {
        BadInput.different(from, to);
        transfers.of(form).transfer(from, to, BadInput.money(amount));
    }

    /** The other safe form, for who wants to try it by hand. */
    @PostMapping("/safe/locked-transfers")
    void transferUnderLocks(@RequestParam long from, @RequestParam long to, @RequestParam BigDecimal amount) {
        BadInput.different(from, to);
        locked.transfer(from, to, BadInput.money(amount));
    }
}
