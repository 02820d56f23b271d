package dev.safe4j.shop.quotarace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.MemoryCounterStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.CounterStores;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import dev.safe4j.shop.quotarace.Logins.TooManyTries;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginsTest {

    private static final String REQUESTS = "requests 1 to 20: UnsafeLogins.login";
    private static final String LATE = "request 21";
    private static final int AT_ONCE = 20;

    private final Gate comparing = new Gate();
    private final AtomicInteger compared = new AtomicInteger();

    private boolean matches(String customer, String password) {
        compared.incrementAndGet();
        comparing.pass();
        return password.equals("marzipan");
    }

    /** They come to the instances in turn. */
    private static List<Visitor> guesses(Logins... instances) {
        return IntStream.rangeClosed(1, AT_ONCE)
                .mapToObj(i -> Visitor.starts(
                        "request " + i, () -> instances[i % instances.length].login("Ann", "guess " + i)))
                .toList();
    }

    @Test
    void unsafe_compares_all_that_come_at_once() {
        Recording recording = new Recording(REQUESTS, LATE);
        Logins logins = new UnsafeLogins(this::matches);
        List<Visitor> guesses = guesses(logins);
        comparing.awaitArrivals(AT_ONCE);
        recording.note(REQUESTS, "getOrDefault(Ann, 0) → 0; begin to compare");
        comparing.open();
        guesses.forEach(Visitor::finish);
        recording.note(REQUESTS, "merge(Ann, 1) → 1, 2, … 20");
        Visitor late = Visitor.starts(LATE, () -> logins.login("Ann", "marzipan"));
        assertThat(late.failure()).isInstanceOf(TooManyTries.class);
        recording.note(LATE, "getOrDefault(Ann, 0) → 20; TooManyTries");
        assertThat(compared).hasValue(AT_ONCE);
        recording.assertOnPage("quota-race", "5 tries allowed, 20 made");
    }

    @Test
    void safe_compares_five_and_refuses_the_others_at_once() {
        try (MemoryCounterStore store = new MemoryCounterStore()) {
            assertFiveCompared(guesses(new SafeLogins(store, this::matches)));
        }
    }

    @EachDatabase
    void safe_compares_five_over_two_instances(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                CounterStore here = CounterStores.of(shop);
                CounterStore there = CounterStores.of(shop)) {
            assertFiveCompared(guesses(new SafeLogins(here, this::matches), new SafeLogins(there, this::matches)));
        }
    }

    private void assertFiveCompared(List<Visitor> guesses) {
        comparing.awaitArrivals(Logins.MOST_TRIES);
        Await.until(
                Visitor.BOUND,
                "the others have their answers",
                () -> guesses.stream().filter(Visitor::isDone).count() == AT_ONCE - Logins.MOST_TRIES);
        comparing.open();
        List<Throwable> refused =
                guesses.stream().map(Visitor::failure).filter(Objects::nonNull).toList();
        assertThat(refused)
                .hasSize(AT_ONCE - Logins.MOST_TRIES)
                .allSatisfy(failure ->
                        assertThat(failure).isInstanceOf(TooManyTries.class).hasMessageContaining("try again in PT"));
        assertThat(compared).hasValue(Logins.MOST_TRIES);
    }
}
