package dev.safe4j.shop.duplicaterequest;

import dev.safe4j.jdbc.update.Updates;
import java.math.BigDecimal;
import org.springframework.stereotype.Service;

/** No two requests can spend the same coin; but a request that comes twice is two. */
@Service
public final class UnsafePayments implements Payments {

    private final Updates updates;

    public UnsafePayments(Updates updates) {
        this.updates = updates;
    }

    @Override
    public BigDecimal pay(String request, long wallet, BigDecimal amount) {
        return updates.table("wallet")
                .key("id", wallet)
                .subtract("balance", amount)
                .provided("balance >= ?", amount)
                .returning("balance")
                .apply()
                .orThrow(() -> new InsufficientFunds(wallet))
                .values()
                .decimal("balance");
    }
}
