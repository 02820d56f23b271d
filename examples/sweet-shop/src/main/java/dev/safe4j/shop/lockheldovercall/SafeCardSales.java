package dev.safe4j.shop.lockheldovercall;

import dev.safe4j.jdbc.reservation.Hold;
import dev.safe4j.jdbc.reservation.Reservations;
import dev.safe4j.shop.outside.Bank;
import java.time.Duration;

/** A piece is put aside, the bank is asked with nothing held, and then the piece is sold or comes back. */
public final class SafeCardSales implements CardSales {

    private final Reservations sweets;
    private final Bank bank;

    public SafeCardSales(Reservations sweets, Bank bank) {
        this.sweets = sweets;
        this.bank = bank;
    }

    @Override
    public void buy(long sweet, String card) {
        try (Hold hold = sweets.take(sweet, 1)
                .until(Duration.ofMinutes(10))
                .tryReserve()
                .orElseThrow(() -> new NoneLeft(sweet))) {
            bank.charge(card);
            hold.confirm();
        }
    }
}
