package dev.safe4j.shop.lockheldovercall;

import dev.safe4j.jdbc.reservation.Hold;
import dev.safe4j.jdbc.reservation.Reservations;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.shop.outside.PaymentProvider;
import java.time.Duration;
import org.springframework.stereotype.Service;

/** A piece is put aside, the provider is asked with nothing held, and then the piece is sold or comes back. */
@Service
public final class SafeCardSales implements CardSales {

    /** Asked again under the hold's key where no answer comes, since then nobody knows whether the card was charged. */
    private static final RetryPolicy AGAIN = RetryPolicy.defaults()
            .classifiedBy(failure ->
                    failure instanceof PaymentProvider.NoAnswer ? FaultClass.TRANSIENT : FaultClass.PERMANENT);

    private final Reservations sweets;
    private final PaymentProvider provider;

    public SafeCardSales(Reservations sweets, PaymentProvider provider) {
        this.sweets = sweets;
        this.provider = provider;
    }

    @Override
    public void buy(long sweet, String card) {
        try (Hold hold = sweets.take(sweet, 1)
                .until(Duration.ofMinutes(10))
                .tryReserve()
                .orElseThrow(() -> new NoneLeft(sweet))) {
            AGAIN.run(attempt -> provider.charge(hold.idempotencyKey(), card, PRICE));
            hold.confirm();
        }
    }
}
