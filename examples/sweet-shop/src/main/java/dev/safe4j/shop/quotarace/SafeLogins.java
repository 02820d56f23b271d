package dev.safe4j.shop.quotarace;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Quota;
import java.time.Duration;

/** A try is taken before it is made, and the taking is the check. */
public final class SafeLogins implements Logins {

    private final Quota tries;
    private final Passwords passwords;

    public SafeLogins(CounterStore store, Passwords passwords) {
        this.tries = Quota.on(store).limit(MOST_TRIES).per(Duration.ofDays(1)).sliding();
        this.passwords = passwords;
    }

    @Override
    public boolean login(String customer, String password) {
        tries.take("login:" + customer).orThrow(retryAfter -> new TooManyTries(customer, "in " + retryAfter));
        return passwords.matches(customer, password);
    }
}
