package dev.safe4j.shop.outside;

import dev.safe4j.shop.Refused;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The payment provider, as the shop calls it. */
@FunctionalInterface
public interface PaymentProvider {

    /**
     * Charges a card, once for each key.
     *
     * @param key the same in every call for the same charge; null for a call that is like no other
     * @return the number of the charge
     * @throws NoAnswer if none came: the card may have been charged, or not
     * @throws Declined if the provider says no
     */
    String charge(@Nullable String key, String card, BigDecimal amount);

    /** Charges a card as often as this is called. */
    default String charge(String card, BigDecimal amount) {
        return charge(null, card, amount);
    }

    /** Nobody knows what has become of the call. */
    final class NoAnswer extends RuntimeException {

        private static final long serialVersionUID = 1;

        public NoAnswer(Throwable cause) {
            super("the payment provider did not answer in time: the card may have been charged, or not", cause);
        }
    }

    /** The provider says no. */
    final class Declined extends Refused {

        private static final long serialVersionUID = 1;

        Declined() {
            super("the card is declined");
        }
    }
}
