package dev.safe4j.shop.duplicaterequest;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.jdbc.update.Updates;
import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.stereotype.Service;

/** The key, the payment and the answer commit together; who asks again under the key gets the answer. */
@Service
public final class SafePayments implements Payments {

    private final IdempotentOperation<BigDecimal> payment;
    private final Updates updates;

    public SafePayments(Idempotency idempotency, Updates updates) {
        this.payment = idempotency
                .operation("wallet payment", BigDecimal.class)
                .sameTransaction()
                .within(Duration.ofSeconds(5));
        this.updates = updates;
    }

    @Override
    public BigDecimal pay(String request, long wallet, BigDecimal amount) {
        return payment.scope("wallet:" + wallet).key(request).request(amount).run(attempt -> subtract(wallet, amount));
    }

    private BigDecimal subtract(long wallet, BigDecimal amount) {
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
