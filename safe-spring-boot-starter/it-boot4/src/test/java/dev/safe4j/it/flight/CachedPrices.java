package dev.safe4j.it.flight;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What loads a price into a cache of Spring's when its gate is opened. */
public class CachedPrices {

    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicReference<CountDownLatch> begun = new AtomicReference<>(new CountDownLatch(1));
    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(1));
    private final AtomicReference<String> stored = new AtomicReference<>("old");
    private final AtomicReference<@Nullable Thread> loader = new AtomicReference<>();

    /** With a cache in memory. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching
    static class Application {

        @Bean
        CacheManager caches() {
            return new ConcurrentMapCacheManager("prices", "others");
        }
    }

    /** With a cache that is given. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching
    static class Shared {}

    public AtomicInteger loads() {
        return loads;
    }

    public @Nullable Thread loader() {
        return loader.get();
    }

    public void change(String price) {
        stored.set(price);
    }

    public boolean hasBegun() {
        return begun.get().getCount() == 0;
    }

    public void open() {
        gate.get().countDown();
    }

    /** Reads first, and then takes its time. */
    private String load() {
        String read = stored.get();
        loads.incrementAndGet();
        loader.set(Thread.currentThread());
        begun.get().countDown();
        try {
            if (!gate.get().await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate was never opened");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        }
        return read;
    }

    @Cacheable(cacheNames = "prices", sync = true)
    public String price(String sweet) {
        return load();
    }

    @Cacheable(cacheNames = "others", sync = true)
    public String unguarded(String sweet) {
        return load();
    }

    @Cacheable(cacheNames = "prices", sync = true)
    public @Nullable String nothing(String sweet) {
        loads.incrementAndGet();
        return null;
    }

    @Cacheable(cacheNames = "prices", sync = true)
    public String failing(String sweet) throws IOException {
        loads.incrementAndGet();
        throw new IOException("no " + sweet);
    }

    @CacheEvict("prices")
    public void evict(String sweet) {}

    @CacheEvict(cacheNames = "prices", allEntries = true)
    public void clear() {}

    @CachePut("prices")
    public String put(String sweet) {
        return stored.get();
    }
}
