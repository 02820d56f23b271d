package dev.safe4j.shop.duplicaterequest;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import java.math.BigDecimal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PaymentEndpoint {

    private final Twins<Payments> payments;

    PaymentEndpoint(UnsafePayments unsafe, SafePayments safe) {
        this.payments = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/wallets/{wallet}/keyed-payments")
    BigDecimal pay(
            @PathVariable Form form,
            @RequestHeader("Idempotency-Key") String key,
            @PathVariable long wallet,
            @RequestParam BigDecimal amount) {
        return payments.of(form).pay(BadInput.key(key), wallet, BadInput.money(amount));
    }
}
