package dev.safe4j.it.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.flight.LoadTimeoutException;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Caches of Spring's behind a guard: one loads, and what was changed meanwhile does not get into the cache. */
class GuardedCachesTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int CALLERS = 8;

    private static ApplicationContextRunner guarded() {
        return new ApplicationContextRunner()
                .withUserConfiguration(CachedPrices.Application.class)
                .withPropertyValues("safe4j.lock.store=memory", "safe4j.cache.stampede-guard.caches=prices")
                .withBean(CachedPrices.class);
    }

    private static void with(BiConsumer<CachedPrices, Cache> test) {
        guarded()
                .run(context -> test.accept(
                        context.getBean(CachedPrices.class),
                        Objects.requireNonNull(
                                context.getBean(CacheManager.class).getCache("prices"))));
    }

    /** Has somebody load, does something meanwhile, and lets the load end. */
    private static String during(CachedPrices prices, Runnable change) throws InterruptedException {
        AtomicReference<String> got = new AtomicReference<>("");
        Thread reader = new Thread(() -> got.set(prices.price("fudge")));
        reader.start();
        Await.until(BOUND, "the load has read", prices::hasBegun);
        change.run();
        prices.open();
        reader.join(BOUND.toMillis());
        return got.get();
    }

    @Test
    void of_all_who_miss_at_once_one_loads_on_its_own_thread() {
        with((prices, cache) -> {
            Thread opener = new Thread(() -> {
                Await.until(BOUND, "a load has begun", prices::hasBegun);
                Await.until(BOUND, "the others wait", () -> waiting() >= CALLERS);
                prices.open();
            });
            opener.start();
            assertThat(Callers.run(CALLERS, BOUND, caller -> () -> prices.price("fudge")))
                    .extracting(Callers.Result::value)
                    .containsOnly("old");
            assertThat(prices.loads()).hasValue(1);
            assertThat(String.valueOf(prices.loader())).contains("caller-");
            assertThat(prices.price("fudge")).isEqualTo("old");
            assertThat(prices.loads()).as("it is in the cache").hasValue(1);
        });
    }

    private static long waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("caller-"))
                .filter(each -> each.getState() == Thread.State.TIMED_WAITING)
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evict", "clear", "put"})
    void what_was_read_before_a_change_does_not_get_into_the_cache(String how) {
        with((prices, cache) -> {
            Map<String, Runnable> ways = Map.of(
                    "evict", () -> prices.evict("fudge"),
                    "clear", prices::clear,
                    "put", () -> prices.put("fudge"));
            try {
                String got = during(prices, () -> {
                    prices.change("new");
                    Objects.requireNonNull(ways.get(how)).run();
                });
                assertThat(got).as("who waited already").isEqualTo("old");
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            assertThat(prices.price("fudge")).isEqualTo("new");
        });
    }

    @Test
    @Tag("slow")
    void the_same_for_the_methods_of_the_cache_itself() {
        List<BiConsumer<Cache, String>> changes = List.of(
                (cache, key) -> cache.evictIfPresent(key),
                (cache, key) -> cache.invalidate(),
                (cache, key) -> cache.putIfAbsent(key, "new"));
        for (BiConsumer<Cache, String> change : changes) {
            with((prices, cache) -> {
                try {
                    during(prices, () -> {
                        prices.change("new");
                        change.accept(cache, "fudge");
                    });
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
                assertThat(prices.price("fudge")).isEqualTo("new");
            });
        }
    }

    @Test
    @Tag("slow")
    void null_is_cached_and_a_failure_is_not() {
        with((prices, cache) -> {
            assertThat(prices.nothing("air")).isNull();
            assertThat(prices.nothing("air")).isNull();
            assertThat(prices.loads()).hasValue(1);
            assertThatThrownBy(() -> prices.failing("fudge"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no fudge");
            assertThatThrownBy(() -> prices.failing("fudge")).isInstanceOf(IOException.class);
            assertThat(prices.loads()).hasValue(3);
            assertThatThrownBy(() -> cache.get("nougat", () -> {
                        throw new IOException("no nougat");
                    }))
                    .isInstanceOf(Cache.ValueRetrievalException.class)
                    .hasRootCauseMessage("no nougat");
        });
    }

    @Test
    @Tag("slow")
    void who_waits_too_long_for_another_is_told() {
        guarded().withPropertyValues("safe4j.cache.stampede-guard.within=50ms").run(context -> {
            CachedPrices prices = context.getBean(CachedPrices.class);
            String got = during(
                    prices,
                    () -> assertThatThrownBy(() -> prices.price("fudge"))
                            .isInstanceOf(LoadTimeoutException.class)
                            .hasMessageContaining("50 ms"));
            assertThat(got).as("the one that loads").isEqualTo("old");
        });
    }

    @Test
    @Tag("slow")
    void a_cache_that_is_not_named_is_left_as_it_is_unless_all_are_meant() {
        guarded().run(context -> {
            CacheManager manager = context.getBean(CacheManager.class);
            assertThat(type(manager, "prices")).isEqualTo("GuardedSpringCache");
            assertThat(type(manager, "others")).isEqualTo("ConcurrentMapCache");
            assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("prices", "others");
            assertThat(manager.getCache("prices")).isSameAs(manager.getCache("prices"));
            assertThat(manager.getCache("none")).isNull();
        });
        guarded()
                .withPropertyValues("safe4j.cache.stampede-guard.caches=*")
                .run(context -> assertThat(type(context.getBean(CacheManager.class), "others"))
                        .isEqualTo("GuardedSpringCache"));
        guarded()
                .withPropertyValues("safe4j.cache.stampede-guard.caches=")
                .run(context ->
                        assertThat(context).getBean(CacheManager.class).isInstanceOf(ConcurrentMapCacheManager.class));
    }

    private static String type(CacheManager manager, String name) {
        return Objects.requireNonNull(manager.getCache(name)).getClass().getSimpleName();
    }

    @Test
    @Tag("slow")
    void a_cache_that_is_not_there_and_locks_that_are_not_fail_the_start() {
        guarded()
                .withPropertyValues("safe4j.cache.stampede-guard.caches=prizes")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("cache 'prizes' is to be guarded, and no CacheManager has it"));
        guarded()
                .withPropertyValues("safe4j.cache.stampede-guard.within=0s")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("a load is waited for longer than zero"));
        new ApplicationContextRunner()
                .withUserConfiguration(CachedPrices.Application.class)
                .withPropertyValues(
                        "safe4j.cache.stampede-guard.caches=prices",
                        "safe4j.cache.stampede-guard.across-instances=true",
                        "spring.autoconfigure.exclude=" + "dev.safe4j.autoconfigure.SafeJdbcLockAutoConfiguration")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("there is no bean of dev.safe4j.lock.LockStore"));
    }

    /** Two applications with the locks and the cache in common, as Redis would have it. */
    @Test
    @Tag("slow")
    void one_instance_loads_at_a_time_if_that_is_asked_for() {
        MemoryLockStore store = new MemoryLockStore();
        ConcurrentMapCacheManager shared = new ConcurrentMapCacheManager("prices");
        ApplicationContextRunner instance = new ApplicationContextRunner()
                .withUserConfiguration(CachedPrices.Shared.class)
                .withPropertyValues(
                        "safe4j.cache.stampede-guard.caches=prices",
                        "safe4j.cache.stampede-guard.across-instances=true")
                .withBean(LockStore.class, () -> store)
                .withBean("caches", CacheManager.class, () -> shared)
                .withBean(CachedPrices.class);
        instance.run(one -> instance.run(two -> {
            CachedPrices first = one.getBean(CachedPrices.class);
            CachedPrices second = two.getBean(CachedPrices.class);
            second.open();
            AtomicReference<String> other = new AtomicReference<>("");
            Thread waiting = new Thread(() -> other.set(second.price("fudge")));
            during(first, () -> {
                waiting.start();
                Await.until(
                        BOUND,
                        "it waits for the lock",
                        () -> waiting.getState() == Thread.State.TIMED_WAITING
                                || waiting.getState() == Thread.State.WAITING);
            });
            waiting.join(BOUND.toMillis());
            assertThat(other.get()).isEqualTo("old");
            assertThat(second.loads()).as("loads of the one that waited").hasValue(0);
        }));
    }

    /** Its lock is none of the transaction's: that would keep it until its end, and be refused its commit by a lost one. */
    @Test
    @Tag("slow")
    void a_load_inside_a_transaction_keeps_no_lock_of_it() {
        guarded()
                .withPropertyValues("safe4j.cache.stampede-guard.across-instances=true")
                .run(context -> {
                    CachedPrices prices = context.getBean(CachedPrices.class);
                    prices.open();
                    LockStore store = context.getBean(LockStore.class);
                    context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
                        assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                                .isTrue();
                        prices.price("fudge");
                        try (Locks others = Locks.builder(store).build()) {
                            others.tryAcquire("cache:prices:fudge")
                                    .orElseThrow()
                                    .close();
                        }
                    });
                });
    }

    @Test
    @Tag("slow")
    void it_is_measured_by_the_name_of_the_cache() {
        guarded()
                .withPropertyValues("it.actuator=true", "management.defaults.metrics.export.enabled=true")
                .run(context -> {
                    CachedPrices prices = context.getBean(CachedPrices.class);
                    prices.open();
                    prices.price("fudge");
                    prices.price("fudge");
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    for (String with : List.of("loaded", "fresh")) {
                        assertThat(meters.get("safe4j.flight.served")
                                        .tags("name", "cache.prices", "with", with)
                                        .counter()
                                        .count())
                                .as(with)
                                .isEqualTo(1);
                    }
                });
    }
}
