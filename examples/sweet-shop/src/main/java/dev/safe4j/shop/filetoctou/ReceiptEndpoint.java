package dev.safe4j.shop.filetoctou;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ReceiptEndpoint {

    private final Twins<Receipts> receipts;

    ReceiptEndpoint(UnsafeReceipts unsafe, SafeReceipts safe) {
        this.receipts = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/receipts/{number}")
    void write(@PathVariable Form form, @PathVariable long number, @RequestParam long sweet) {
        receipts.of(form).write(number, sweet);
    }
}
