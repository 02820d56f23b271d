package dev.safe4j.shop.doublespend;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import java.math.BigDecimal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class WalletEndpoint {

    private final Twins<Wallets> wallets;

    WalletEndpoint(UnsafeWallets unsafe, SafeWallets safe) {
        this.wallets = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/wallets/{wallet}/payments")
    void pay(@PathVariable Form form, @PathVariable long wallet, @RequestParam BigDecimal amount) {
        wallets.of(form).pay(wallet, BadInput.money(amount));
    }
}
