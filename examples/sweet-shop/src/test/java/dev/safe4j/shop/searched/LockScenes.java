package dev.safe4j.shop.searched;

import dev.safe4j.shop.lockorder.OrderedTransfers;
import java.math.BigDecimal;
import java.util.List;

/** The catalogue's part "locks", as far as it is about statements. */
final class LockScenes {

    private static final BigDecimal TWENTY = new BigDecimal("20.00");

    private LockScenes() {}

    static List<Searched<?>> all() {
        return List.of(transfersBothWays());
    }

    private static Searched<?> transfersBothWays() {
        return new Searched<>("lock-order", OrderedTransfers.class)
                .from(AtomicityScenes.twoWallets("100.00"))
                .caller("A to B", transfers -> transfers.transfer(1, 2, TWENTY))
                .caller("B to A", transfers -> transfers.transfer(2, 1, TWENTY))
                .rows("money in the wallets", "select sum(balance) from wallet", new BigDecimal("200.00"))
                .showsAnError()
                .deadlocks();
    }
}
