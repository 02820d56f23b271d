package dev.safe4j.flight;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.flight.Callers.Caller;
import dev.safe4j.flight.Callers.Gate;
import dev.safe4j.flight.FlightListener.Served;
import dev.safe4j.flight.GuardedCache.Stored;
import dev.safe4j.idempotency.AtOnce;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers of a cache: of values that are missing, fresh, nearly over, stale or too old. */
@Timeout(60)
class StampedeGuardTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration COST = Duration.ofSeconds(1);

    private final ConcurrentHashMap<String, Stored<String>> cache = new ConcurrentHashMap<>();
    private final Queue<Served> served = new ConcurrentLinkedQueue<>();
    private final AtomicInteger loads = new AtomicInteger();

    private StampedeGuardBuilder<String, String> guard() {
        return StampedeGuard.over(cache).freshFor(MINUTE).listener(new FlightListener() {
            @Override
            public void onServed(Served with) {
                served.add(with);
            }
        });
    }

    private void isCached(String value, Duration age) {
        cache.put("sweet", new Stored<>(value, System.nanoTime() - age.toNanos(), COST));
    }

    private String load() {
        return "load " + loads.incrementAndGet();
    }

    @Test
    void of_all_who_miss_at_once_one_loads_and_the_rest_find_it() throws Exception {
        StampedeGuard<String, String> sweets = guard().build();
        for (int round = 0; round < 200; round++) {
            loads.set(0);
            sweets.invalidate("sweet");
            List<String> values = AtOnce.run(8, i -> () -> sweets.get("sweet", this::load));
            assertThat(values).containsOnly("load 1");
            assertThat(loads).hasValue(1);
        }
        assertThat(served).hasSize(1_600).contains(Served.LOADED);
    }

    @Test
    void what_is_fresh_is_served_and_what_is_too_old_is_loaded() {
        StampedeGuard<String, String> sweets = guard().early(0).build();
        isCached("old", MINUTE.minusSeconds(1));
        assertThat(sweets.get("sweet", this::load)).isEqualTo("old");
        isCached("old", MINUTE);
        assertThat(sweets.get("sweet", this::load)).isEqualTo("load 1");
        assertThat(served).containsExactly(Served.FRESH, Served.LOADED);
    }

    @Test
    void what_is_stale_is_served_while_one_load_is_under_way() throws Exception {
        StampedeGuard<String, String> sweets = guard().staleFor(MINUTE).build();
        isCached("old", MINUTE.plusSeconds(1));
        Gate<String> loader = new Gate<>(() -> "new");
        for (int i = 0; i < 10; i++) {
            assertThat(sweets.get("sweet", loader)).isEqualTo("old");
        }
        loader.awaitBegun();
        assertThat(loader.loads).hasValue(1);
        loader.open();
        until(() -> "new".equals(sweets.get("sweet", loader)));
        assertThat(loader.loads).hasValue(1);
        assertThat(served).startsWith(Served.STALE).endsWith(Served.FRESH);
    }

    @Test
    void a_load_anew_that_fails_leaves_what_is_stale_to_be_served() {
        StampedeGuard<String, String> sweets = guard().staleFor(MINUTE).build();
        isCached("old", MINUTE.plusSeconds(1));
        assertThat(sweets.get("sweet", () -> {
                    loads.incrementAndGet();
                    throw new IllegalStateException("database is down");
                }))
                .isEqualTo("old");
        until(() -> loads.get() == 1);
        assertThat(sweets.get("sweet", () -> "new")).isEqualTo("old");
        until(() -> "new".equals(sweets.get("sweet", () -> "new")));
    }

    /** Worked out by hand: -ln(e^-3) = 3, so that 3 times the cost is taken from the time for which a value is fresh. */
    @Test
    void a_value_is_loaded_early_by_the_rule_of_xfetch() {
        double drawn = Math.exp(-3);
        StampedeGuard<String, String> sweets = guard().random(() -> drawn).build();
        isCached("old", MINUTE.minus(COST.multipliedBy(3)).minusMillis(500));
        assertThat(sweets.get("sweet", this::load)).isEqualTo("old");
        assertThat(served).containsExactly(Served.FRESH);
        isCached("old", MINUTE.minus(COST.multipliedBy(3)));
        assertThat(sweets.get("sweet", this::load)).isEqualTo("old");
        assertThat(served).containsExactly(Served.FRESH, Served.EARLY);
        until(() -> cache.get("sweet").value().equals("load 1"));
        StampedeGuard<String, String> eager =
                guard().random(() -> drawn).early(2).build();
        isCached("old", MINUTE.minus(COST.multipliedBy(6)));
        eager.get("sweet", this::load);
        assertThat(served).endsWith(Served.EARLY);
    }

    /** e^-10, e^-2 and e^-0.5 of the readers. */
    @Test
    void the_nearer_the_end_the_more_readers_would_load_early() {
        int readers = 4_000;
        StampedeGuard<String, String> sweets = guard().executor(task -> {}).build();
        int[] early = List.of(10_000, 2_000, 500).stream()
                .mapToInt(millis -> {
                    served.clear();
                    for (int reader = 0; reader < readers; reader++) {
                        isCached("old", MINUTE.minusMillis(millis));
                        sweets.get("sweet", this::load);
                    }
                    return (int) served.stream().filter(Served.EARLY::equals).count();
                })
                .toArray();
        assertThat(early[0]).isLessThan(10);
        assertThat(early[1]).isBetween(readers / 10, readers / 5);
        assertThat(early[2]).isBetween(readers / 2, readers * 3 / 4);
    }

    @Test
    void who_waited_too_long_gets_what_is_old_where_that_was_asked_for() throws Exception {
        Gate<String> loader = new Gate<>(() -> "new");
        isCached("old", MINUTE.plusSeconds(5));
        StampedeGuard<String, String> strict =
                guard().within(Duration.ofMillis(30)).build();
        assertThatThrownBy(() -> strict.get("sweet", loader)).isInstanceOf(LoadTimeoutException.class);
        StampedeGuard<String, String> lenient =
                guard().within(Duration.ofMillis(30)).orOld().build();
        assertThat(lenient.get("sweet", loader)).isEqualTo("old");
        assertThat(lenient.get("sweet", () -> {
                    throw new IllegalStateException("database is down");
                }))
                .isEqualTo("old");
        assertThat(served).containsExactly(Served.INSTEAD, Served.INSTEAD);
        assertThatThrownBy(() -> lenient.get("other", loader)).isInstanceOf(LoadTimeoutException.class);
    }

    @Test
    void what_was_being_loaded_when_it_was_invalidated_does_not_get_into_the_cache() throws Exception {
        StampedeGuard<String, String> sweets = guard().build();
        Gate<String> old = new Gate<>(() -> "old");
        Caller<String> first = Callers.parked(() -> sweets.get("sweet", old));
        old.awaitBegun();
        sweets.invalidate("sweet");
        assertThat(sweets.get("sweet", () -> "new")).isEqualTo("new");
        old.open();
        assertThat(first.get()).isEqualTo("old");
        assertThat(cache.get("sweet").value()).isEqualTo("new");
    }

    @Test
    void nothing_that_a_loader_brought_is_not_cached() {
        StampedeGuard<String, String> sweets = guard().build();
        assertThat(sweets.get("sweet", () -> null)).isNull();
        assertThat(sweets.get("sweet", this::load)).isEqualTo("load 1");
    }

    @Test
    void of_processes_that_miss_at_once_one_loads_and_the_others_look_again() throws Exception {
        MemoryLockStore store = new MemoryLockStore();
        try (Locks here = Locks.on(store);
                Locks there = Locks.on(store)) {
            StampedeGuard<String, String> first =
                    guard().across(here, key -> "sweet:" + key).build();
            StampedeGuard<String, String> second =
                    guard().across(there, key -> "sweet:" + key).build();
            for (int round = 0; round < 50; round++) {
                loads.set(0);
                cache.clear();
                List<String> values = AtOnce.run(8, i -> () -> (i % 2 == 0 ? first : second).get("sweet", this::load));
                assertThat(values).containsOnly("load 1");
                assertThat(loads).hasValue(1);
                assertThat(here.tryAcquire("sweet:sweet")).hasValueSatisfying(HeldLock::close);
            }
        }
    }

    @Test
    void what_was_loaded_is_in_the_cache_before_the_lock_is_given_up() {
        MemoryLockStore store = new MemoryLockStore();
        try (Locks here = Locks.on(store);
                Locks there = Locks.on(store)) {
            GuardedCache<String, String> plain = GuardedCache.of(cache);
            AtomicInteger puts = new AtomicInteger();
            GuardedCache<String, String> watched = new GuardedCache<>() {
                @Override
                public @Nullable Found<String> find(String key) {
                    return plain.find(key);
                }

                @Override
                public void put(String key, String value, Duration cost) {
                    puts.addAndGet(there.tryAcquire(key).isEmpty() ? 1 : 0);
                    plain.put(key, value, cost);
                }

                @Override
                public void remove(String key) {
                    plain.remove(key);
                }
            };
            StampedeGuard<String, String> sweets =
                    StampedeGuard.over(watched).across(here, key -> key).build();
            assertThat(sweets.get("sweet", this::load)).isEqualTo("load 1");
            assertThat(puts).as("puts under the lock").hasValue(1);
        }
    }

    @Test
    void a_process_that_finds_another_one_loading_anew_leaves_it_to_it() throws Exception {
        MemoryLockStore store = new MemoryLockStore();
        try (Locks here = Locks.on(store);
                Locks there = Locks.on(store);
                HeldLock elsewhere = there.acquire("sweet")) {
            isCached("old", MINUTE.plusSeconds(1));
            AtomicInteger ended = new AtomicInteger();
            StampedeGuard<String, String> counted = guard().staleFor(MINUTE)
                    .across(here, key -> key)
                    .listener(new FlightListener() {
                        @Override
                        public void onLoad(End end, Duration took, int callers) {
                            ended.incrementAndGet();
                        }
                    })
                    .build();
            assertThat(counted.get("sweet", this::load)).isEqualTo("old");
            until(() -> ended.get() == 1);
            assertThat(loads).hasValue(0);
            elsewhere.ensureHeld();
        }
    }

    @Test
    void a_lock_that_is_not_got_in_time_keeps_nobody_from_loading() {
        MemoryLockStore store = new MemoryLockStore();
        try (Locks here = Locks.on(store);
                Locks there = Locks.on(store);
                HeldLock elsewhere = there.acquire("sweet")) {
            StampedeGuard<String, String> sweets = guard().across(here.within(Duration.ofMillis(50)), key -> key)
                    .build();
            assertThat(sweets.get("sweet", this::load)).isEqualTo("load 1");
            elsewhere.ensureHeld();
        }
    }

    @Test
    void a_lock_is_given_up_however_the_load_ends() throws Exception {
        MemoryLockStore store = new MemoryLockStore();
        try (Locks here = Locks.on(store);
                Locks there = Locks.on(store)) {
            StampedeGuard<String, String> sweets =
                    guard().across(here, key -> key).build();
            assertThatThrownBy(() -> sweets.get("sweet", () -> {
                        throw new IllegalStateException("database is down");
                    }))
                    .hasMessage("database is down");
            assertThat(there.acquire("sweet")).satisfies(HeldLock::close);
            Gate<String> old = new Gate<>(() -> "old");
            Caller<String> reader = Callers.parked(() -> sweets.get("sweet", old));
            old.awaitBegun();
            sweets.invalidate("sweet");
            old.open();
            assertThat(reader.get()).isEqualTo("old");
            assertThat(there.acquire("sweet")).satisfies(HeldLock::close);
        }
    }

    @Test
    void bad_input_is_refused() {
        assertThatThrownBy(() -> guard().freshFor(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guard().staleFor(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guard().early(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guard().within(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
