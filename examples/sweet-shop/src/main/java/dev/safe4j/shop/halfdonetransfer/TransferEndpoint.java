package dev.safe4j.shop.halfdonetransfer;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import java.math.BigDecimal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TransferEndpoint {

    private final Twins<Transfers> transfers;

    TransferEndpoint(UnsafeTransfers unsafe, SafeTransfers safe) {
        this.transfers = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/transfers")
    void transfer(
            @PathVariable Form form, @RequestParam long from, @RequestParam long to, @RequestParam BigDecimal amount) {
        BadInput.different(from, to);
        transfers.of(form).transfer(from, to, BadInput.money(amount));
    }
}
