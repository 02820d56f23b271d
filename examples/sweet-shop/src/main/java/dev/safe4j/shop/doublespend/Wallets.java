package dev.safe4j.shop.doublespend;

import dev.safe4j.shop.Refused;
import java.math.BigDecimal;

/** Wallets pay what is in them, and no more. */
public interface Wallets {

    void pay(long wallet, BigDecimal amount);

    /** The wallet has less than it should pay. */
    final class InsufficientFunds extends Refused {

        private static final long serialVersionUID = 1;

        InsufficientFunds(long wallet) {
            super("wallet " + wallet + " has not enough in it");
        }
    }
}
