package dev.safe4j.shop.quotarace;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Looks how often it was tried, and counts the try when it is over. */
public final class UnsafeLogins implements Logins {

    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Passwords passwords;

    public UnsafeLogins(Passwords passwords) {
        this.passwords = passwords;
    }

    @Override
    public boolean login(String customer, String password) {
        if (tries.getOrDefault(customer, 0) >= MOST_TRIES) {
            throw new TooManyTries(customer, "tomorrow");
        }
        boolean isRight = passwords.matches(customer, password);
        tries.merge(customer, 1, Integer::sum);
        return isRight;
    }
}
