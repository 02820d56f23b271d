package dev.safe4j.shop.race;

import dev.safe4j.servers.Await;
import dev.safe4j.shop.outside.ProviderClient;
import dev.safe4j.shop.provider.Account;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a race has to work with.
 *
 * @param rows makes and reads the rows of this race
 * @param targets the instances of the shop that are raced against
 * @param callers how many at once
 * @param provider the payment provider that all of them call
 */
public record Setting(RaceRows rows, Targets targets, int callers, ProviderClient provider) {

    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(30);

    /** What the provider knows of a card, once everything that it has to tell was told. */
    public Account account(String card) {
        AtomicReference<Account> account = new AtomicReference<>();
        Await.until(LONGEST_DELIVERY, "the payment provider has told of every payment", () -> {
            account.set(provider.account(card));
            return account.get().undelivered() == 0;
        });
        return account.get();
    }
}
