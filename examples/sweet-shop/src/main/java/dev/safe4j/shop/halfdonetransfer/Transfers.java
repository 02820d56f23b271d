package dev.safe4j.shop.halfdonetransfer;

import dev.safe4j.shop.Refused;
import java.math.BigDecimal;

/** Money moves between wallets, of which none may hold more than 1,000 (the table's CHECK). */
public interface Transfers {

    void transfer(long from, long to, BigDecimal amount);

    /** The paying wallet has too little. */
    final class InsufficientFunds extends Refused {

        private static final long serialVersionUID = 1;

        InsufficientFunds(long wallet) {
            super("wallet " + wallet + " has not enough in it");
        }
    }

    /** The receiving wallet would have too much. */
    final class WalletFull extends Refused {

        private static final long serialVersionUID = 1;

        WalletFull(long wallet) {
            super("wallet " + wallet + " cannot hold that much more");
        }
    }
}
