package dev.safe4j.shop.lockorder;

import dev.safe4j.shop.Refused;
import java.math.BigDecimal;

/** Money moves between wallets, and whoever moves it has both of them to himself meanwhile. */
public interface OrderedTransfers {

    void transfer(long from, long to, BigDecimal amount);

    /** The paying wallet has too little. */
    final class TooLittle extends Refused {

        private static final long serialVersionUID = 1;

        TooLittle(long wallet) {
            super("wallet " + wallet + " has too little in it");
        }
    }
}
