package dev.safe4j.shop.quotarace;

import dev.safe4j.shop.Refused;

/** Lets customers in who know their passwords. */
public interface Logins {

    /** How often a password may be tried in a window. */
    int MOST_TRIES = 5;

    /** Tells whether the password is right, or throws that it was tried too often. */
    boolean login(String customer, String password);

    /** Compares a password with what is stored of it, which takes its time on purpose. */
    @FunctionalInterface
    interface Passwords {
        boolean matches(String customer, String password);
    }

    /** The password was tried too often. */
    final class TooManyTries extends Refused {

        private static final long serialVersionUID = 1;

        TooManyTries(String customer, String until) {
            super("the password of " + customer + " was tried too often; try again " + until);
        }
    }
}
