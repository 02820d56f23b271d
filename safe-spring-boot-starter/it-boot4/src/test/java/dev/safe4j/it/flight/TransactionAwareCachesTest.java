package dev.safe4j.it.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Caches that are changed after the commit, behind a guard. */
@Tag("slow")
class TransactionAwareCachesTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private static void with(BiConsumer<CachedPrices, TransactionTemplate> test) {
        new ApplicationContextRunner()
                .withUserConfiguration(CachedPrices.Shared.class)
                .withPropertyValues("safe4j.lock.store=memory", "safe4j.cache.stampede-guard.caches=prices")
                .withBean(
                        "caches",
                        CacheManager.class,
                        () -> new TransactionAwareCacheManagerProxy(new ConcurrentMapCacheManager("prices")))
                .withBean(CachedPrices.class)
                .run(context ->
                        test.accept(context.getBean(CachedPrices.class), context.getBean(TransactionTemplate.class)));
    }

    private static <T> T join(CompletableFuture<T> other) {
        return other.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Test
    void what_was_read_between_an_eviction_and_its_commit_does_not_get_into_the_cache() {
        with((prices, transactions) -> {
            CompletableFuture<String> reader = new CompletableFuture<>();
            transactions.executeWithoutResult(status -> {
                prices.evict("fudge");
                new Thread(() -> reader.complete(prices.price("fudge"))).start();
                Await.until(BOUND, "the load has read", prices::hasBegun);
                prices.change("new"); // as others see it from the commit on
            });
            prices.open();
            assertThat(join(reader)).as("who waited already").isEqualTo("old");
            assertThat(prices.price("fudge")).isEqualTo("new");
        });
    }

    @Test
    void what_was_loaded_in_a_transaction_is_put_before_the_evictions_of_others_and_not_at_its_commit() {
        with((prices, transactions) -> {
            prices.open();
            transactions.executeWithoutResult(status -> {
                assertThat(prices.price("fudge")).isEqualTo("old");
                prices.change("new");
                join(CompletableFuture.runAsync(() -> prices.evict("fudge")));
            });
            assertThat(prices.price("fudge")).isEqualTo("new");
        });
    }

    @Test
    void an_eviction_waits_for_the_commit_as_without_a_guard() {
        with((prices, transactions) -> {
            prices.open();
            assertThat(prices.price("fudge")).isEqualTo("old");
            transactions.executeWithoutResult(status -> {
                prices.evict("fudge");
                prices.price("fudge");
                assertThat(prices.loads()).as("it is in the cache").hasValue(1);
                status.setRollbackOnly();
            });
            prices.price("fudge");
            assertThat(prices.loads()).as("nothing was changed").hasValue(1);
        });
    }
}
