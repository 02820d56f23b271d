package dev.safe4j.shop.writeskew;

import dev.safe4j.shop.Refused;

/** Shifts, on each of which at least one keeper stays on call. */
public interface Shifts {

    void goHome(long shift, long keeper);

    /** Nobody else is on call. */
    final class LastOnCall extends Refused {

        private static final long serialVersionUID = 1;

        LastOnCall(long shift) {
            super("nobody else is on call on shift " + shift);
        }
    }
}
