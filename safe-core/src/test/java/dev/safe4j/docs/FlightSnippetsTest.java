package dev.safe4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.flight.GuardedCache;
import dev.safe4j.flight.Lazy;
import dev.safe4j.flight.LazyMap;
import dev.safe4j.flight.SingleFlight;
import dev.safe4j.flight.StampedeGuard;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The code blocks of docs/guide/single-flight.md, compiled and run. DocumentationTest holds the two together. */
class FlightSnippetsTest {

    private final AtomicInteger queries = new AtomicInteger();
    private final Map<String, User> cache = new ConcurrentHashMap<>();

    private record User(String id) {}

    private record Client(String host) implements AutoCloseable {
        @Override
        public void close() {}
    }

    private User find(String id) {
        queries.incrementAndGet();
        return new User(id);
    }

    private static Client connect(String host) {
        return new Client(host);
    }

    private User load(SingleFlight<String, User> flights, String id) {
        return flights.load("user:" + id, () -> find(id));
    }

    @Test
    void one_load_for_all() {
        SingleFlight<String, User> flights = SingleFlight.create();
        assertThat(load(flights, "7")).isEqualTo(new User("7"));
        CompletableFuture<User> user = flights.within(Duration.ofSeconds(2)).loadAsync("user:7", () -> find("7"));
        assertThat(user.join().id()).isEqualTo("7");
        assertThat(queries).hasValueBetween(1, 2);
    }

    @Test
    void a_cache_that_shows_nothing_old() {
        SingleFlight<String, User> users =
                SingleFlight.<String, User>builder().keep(cache::put).build();
        users.load("7", () -> find("7"));
        assertThat(cache).containsKey("7");
        users.forget("7");
        cache.remove("7");
        assertThat(cache).isEmpty();
    }

    @Test
    void lazy_values() {
        try (Lazy<Client> client = Lazy.of(() -> connect("prices"))) {
            assertThat(client.get().host()).isEqualTo("prices");
        }
        try (LazyMap<String, Client> clients = LazyMap.of(host -> connect(host))) {
            assertThat(clients.get("prices").host()).isEqualTo("prices");
            clients.remove("prices");
        }
    }

    @Test
    void a_guarded_cache() {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            ConcurrentHashMap<String, GuardedCache.Stored<User>> stored = new ConcurrentHashMap<>();
            StampedeGuard<String, User> users = StampedeGuard.over(stored) // or asMap() of a Caffeine cache
                    .freshFor(Duration.ofMinutes(5))
                    .staleFor(Duration.ofMinutes(1))
                    .within(Duration.ofSeconds(2))
                    .orOld()
                    .across(locks.within(Duration.ofSeconds(1)), id -> "load-user:" + id)
                    .build();
            User user = users.get("7", () -> find("7"));
            users.invalidate("7"); // after the change has been committed
            assertThat(user).isEqualTo(new User("7"));
            assertThat(stored).isEmpty();
        }
    }
}
