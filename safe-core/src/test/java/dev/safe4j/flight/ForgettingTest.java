package dev.safe4j.flight;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.flight.Callers.Caller;
import dev.safe4j.flight.Callers.Gate;
import dev.safe4j.flight.GuardedCache.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept of loads, and what is not because its key was forgotten meanwhile. */
@Timeout(60)
class ForgettingTest {

    private final Map<String, String> cache = new ConcurrentHashMap<>();
    private final SingleFlight<String, String> flights =
            SingleFlight.<String, String>builder().keep(cache::put).build();

    private void invalidate(String key) {
        flights.forget(key);
        cache.remove(key);
    }

    @Test
    void a_value_is_kept_before_its_callers_are_told() {
        for (int round = 0; round < 500; round++) {
            String key = "sweet " + round;
            assertThat(flights.load(key, () -> "found")).isEqualTo("found");
            assertThat(cache).containsEntry(key, "found");
        }
    }

    @Test
    void what_was_being_loaded_when_its_key_was_forgotten_goes_to_who_waits_and_is_not_kept() throws Exception {
        Gate<String> old = new Gate<>(() -> "old");
        Caller<String> first = Callers.parked(() -> flights.load("sweet", old));
        old.awaitBegun();
        invalidate("sweet");
        assertThat(flights.load("sweet", () -> "new")).isEqualTo("new");
        old.open();
        assertThat(first.get()).isEqualTo("old");
        assertThat(cache).containsEntry("sweet", "new");
    }

    @Test
    void of_all_loads_that_were_forgotten_none_is_kept() throws Exception {
        Gate<String> old = new Gate<>(() -> "old");
        Gate<String> older = new Gate<>(() -> "older");
        Caller<String> first = Callers.parked(() -> flights.load("fudge", old));
        Caller<String> second = Callers.parked(() -> flights.load("nougat", older));
        old.awaitBegun();
        older.awaitBegun();
        flights.forgetAll();
        assertThat(flights.running()).isZero();
        assertThat(flights.load("fudge", () -> "new")).isEqualTo("new");
        old.open();
        older.open();
        assertThat(first.get()).isEqualTo("old");
        assertThat(second.get()).isEqualTo("older");
        assertThat(cache).containsOnly(Map.entry("fudge", "new"));
    }

    @Test
    void a_guard_that_is_told_to_forget_leaves_its_cache_to_who_changes_it() throws Exception {
        ConcurrentHashMap<String, Stored<String>> guarded = new ConcurrentHashMap<>();
        StampedeGuard<String, String> sweets = StampedeGuard.over(guarded).build();
        for (Runnable forget : List.<Runnable>of(() -> sweets.forget("sweet"), sweets::forgetAll)) {
            guarded.clear();
            Gate<String> old = new Gate<>(() -> "old");
            Caller<String> reader = Callers.parked(() -> String.valueOf(sweets.get("sweet", old)));
            old.awaitBegun();
            forget.run();
            guarded.put("sweet", new Stored<>("put by another", System.nanoTime(), Duration.ZERO));
            old.open();
            assertThat(reader.get()).isEqualTo("old");
            assertThat(sweets.get("sweet", () -> "loaded")).isEqualTo("put by another");
        }
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_kept() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Gate<String> fresh = new Gate<>(() -> "new");
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> left = flights.loadAsync("sweet", () -> {
            begun.countDown();
            while (end.getCount() > 0) {
                Thread.onSpinWait(); // does not see its interrupt
            }
            ended.countDown();
            return "old";
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        left.cancel(true);
        invalidate("sweet"); // of which the deserted load cannot know
        end.countDown();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        Caller<String> newcomer = Callers.parked(() -> flights.load("sweet", fresh));
        assertThat(cache).isEmpty();
        fresh.open();
        assertThat(newcomer.get()).isEqualTo("new");
    }

    /** The cache never holds what was read before a change whose invalidation is through. */
    @Test
    void of_a_value_that_changes_all_the_time_nothing_old_stays() throws Exception {
        AtomicLong stored = new AtomicLong();
        ConcurrentHashMap<String, Long> kept = new ConcurrentHashMap<>();
        SingleFlight<String, Long> numbers =
                SingleFlight.<String, Long>builder().keep(kept::put).build();
        AtomicBoolean over = new AtomicBoolean();
        Caller<Boolean> reader = Callers.start(() -> {
            while (!over.get()) {
                numbers.load("n", stored::get);
            }
            return true;
        });
        int found = 0;
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            // A loader has to come between two changes, which a machine with little to spare gives it seldom.
            while ((stored.get() < 20_000 || found < 50) && System.nanoTime() < end) {
                long now = stored.incrementAndGet();
                numbers.forget("n");
                kept.remove("n");
                for (int look = 0; look < 3; look++) {
                    Long seen = kept.get("n");
                    found += seen == null ? 0 : 1;
                    assertThat(seen == null ? now : seen).isEqualTo(now);
                }
            }
        } finally {
            over.set(true);
        }
        assertThat(reader.get()).isTrue();
        assertThat(found).as("values that were there").isGreaterThanOrEqualTo(50);
    }

    @Test
    void who_forgets_while_a_value_is_being_kept_waits_for_that() throws Exception {
        CountDownLatch keeping = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        SingleFlight<String, String> slow = SingleFlight.<String, String>builder()
                .keep((key, value) -> {
                    keeping.countDown();
                    awaitQuietly(go);
                    cache.put(key, value);
                })
                .build();
        CompletableFuture<String> loading = slow.loadAsync("sweet", () -> "old");
        assertThat(keeping.await(20, TimeUnit.SECONDS)).isTrue();
        Caller<Boolean> changing = Callers.start(() -> {
            slow.forget("sweet");
            cache.remove("sweet");
            return true;
        });
        until(() -> changing.thread().getState() == Thread.State.WAITING);
        go.countDown();
        assertThat(changing.get()).isTrue();
        assertThat(loading.join()).isEqualTo("old");
        assertThat(cache).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch go) {
        try {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_keeper_that_fails_or_forgets_itself_takes_nothing_from_the_callers() {
        SingleFlight<String, String> failing = SingleFlight.<String, String>builder()
                .keep((key, value) -> {
                    throw new IllegalStateException("cache is down");
                })
                .build();
        assertThat(failing.load("sweet", () -> "found")).isEqualTo("found");
        AtomicReference<SingleFlight<String, String>> self = new AtomicReference<>();
        self.set(SingleFlight.<String, String>builder()
                .keep((key, value) -> self.get().forget(key))
                .build());
        assertThat(self.get().load("sweet", () -> "found")).isEqualTo("found");
    }
}
