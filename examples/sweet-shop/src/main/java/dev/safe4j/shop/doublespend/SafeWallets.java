package dev.safe4j.shop.doublespend;

import dev.safe4j.jdbc.update.Updates;
import java.math.BigDecimal;
import org.springframework.stereotype.Service;

/** Deducts only from a balance that has it: one statement. */
@Service
public class SafeWallets implements Wallets {

    private final Updates updates;

    public SafeWallets(Updates updates) {
        this.updates = updates;
    }

    @Override
    public void pay(long wallet, BigDecimal amount) {
        updates.table("wallet")
                .key("id", wallet)
                .subtract("balance", amount)
                .provided("balance >= ?", amount)
                .apply()
                .orThrow(() -> new InsufficientFunds(wallet));
    }
}
