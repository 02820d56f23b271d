package dev.safe4j.shop.duplicaterequest;

import dev.safe4j.shop.Refused;
import java.math.BigDecimal;

/** A wallet pays, and its owner is told what is left in it. */
public interface Payments {

    /** Pays at a request whose key the client has made, the same in every repetition. */
    BigDecimal pay(String request, long wallet, BigDecimal amount);

    /** The wallet has less than it should pay. */
    final class InsufficientFunds extends Refused {

        private static final long serialVersionUID = 1;

        InsufficientFunds(long wallet) {
            super("wallet " + wallet + " has not enough in it");
        }
    }
}
