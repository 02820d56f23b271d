package dev.safe4j.flight;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.flight.GuardedCache.Stored;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guard across processes whose store of locks is away. */
@Timeout(60)
class GuardWithoutLockTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ConcurrentHashMap<String, Stored<String>> cache = new ConcurrentHashMap<>();
    private final MemoryLockStore memory = new MemoryLockStore();
    private final LockStore away = (LockStore) Proxy.newProxyInstance(
            LockStore.class.getClassLoader(), new Class<?>[] {LockStore.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("acquire")) {
                    throw new IllegalStateException("the store was not reached");
                }
                return method.invoke(memory, arguments);
            });

    @Test
    void what_is_stale_or_missing_is_loaded_without_its_lock() {
        try (Locks locks = Locks.on(away)) {
            StampedeGuard<String, String> sweets = StampedeGuard.over(cache)
                    .freshFor(MINUTE)
                    .staleFor(MINUTE)
                    .across(locks, key -> key)
                    .build();
            cache.put("sweet", new Stored<>("old", System.nanoTime() - MINUTE.toNanos(), Duration.ofSeconds(1)));
            assertThat(sweets.get("sweet", () -> "new")).isEqualTo("old");
            until(() -> "new".equals(sweets.get("sweet", () -> "new")));
            assertThat(sweets.get("other", () -> "first")).isEqualTo("first");
        }
    }
}
