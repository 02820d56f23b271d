package dev.safe4j.spring.flight;

import dev.safe4j.flight.GuardedCache;
import dev.safe4j.flight.StampedeGuard;
import dev.safe4j.flight.StampedeGuardBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/**
 * A cache of Spring's behind a guard: of all who call {@link #get(Object, Callable)} and miss, one loads. That one does it on its own
 * thread, in its transaction and its contexts, as with all of Spring's caches; the others wait, with a bound. What was being loaded when its
 * key was put, evicted or cleared is not put. What is there is fresh: how long it stays is the cache's business. Thread-safe.
 */
final class GuardedSpringCache implements Cache {

    /** In place of null, which a guard does not put. */
    private static final Object NULL = new Object();

    private final Cache cache;
    private final StampedeGuard<Object, Object> guard;

    /** The loader has thrown it; not the guard. */
    private static final class Thrown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Thrown(Exception cause) {
            super(null, cause, false, false);
        }
    }

    /** What the guard sees: values without an age. */
    private record Shape(Cache cache) implements GuardedCache<Object, Object> {

        @Override
        public @Nullable Found<Object> find(Object key) {
            ValueWrapper found = cache.get(key);
            if (found == null) {
                return null;
            }
            Object value = found.get();
            return new Found<>(value == null ? NULL : value, Duration.ZERO, Duration.ZERO);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the one that stands for null
        public void put(Object key, Object value, Duration cost) {
            cache.put(key, value == NULL ? null : value);
        }

        @Override
        public void remove(Object key) {
            cache.evict(key);
        }
    }

    /**
     * Makes the guard.
     *
     * @param cache what is guarded
     * @param options set up what the guard has besides
     */
    GuardedSpringCache(Cache cache, Consumer<StampedeGuardBuilder<Object, Object>> options) {
        this.cache = cache;
        StampedeGuardBuilder<Object, Object> builder =
                StampedeGuard.over(new Shape(cache)).executor(Runnable::run);
        options.accept(builder);
        this.guard = builder.build();
    }

    @Override
    public String getName() {
        return cache.getName();
    }

    @Override
    public Object getNativeCache() {
        return cache.getNativeCache();
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        return cache.get(key);
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        return cache.get(key, type);
    }

    @Override
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // the loader says what it is; the one that stands for null
    public <T> @Nullable T get(Object key, Callable<T> loader) {
        try {
            Object value = guard.get(key, () -> load(loader));
            return value == NULL ? null : (T) value;
        } catch (Thrown thrown) {
            Throwable cause = Objects.requireNonNull(thrown.getCause(), "it was made with one");
            throw new ValueRetrievalException(key, loader, cause);
        }
    }

    private static Object load(Callable<?> loader) {
        try {
            Object value = loader.call();
            return value == null ? NULL : value;
        } catch (Exception failure) {
            throw new Thrown(failure);
        }
    }

    /** Not guarded: the cache itself knows what it promises for what comes later. */
    @Override
    public @Nullable CompletableFuture<?> retrieve(Object key) {
        return cache.retrieve(key);
    }

    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
        return cache.retrieve(key, loader);
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        guard.forget(key);
        cache.put(key, value);
    }

    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        guard.forget(key);
        return cache.putIfAbsent(key, value);
    }

    @Override
    public void evict(Object key) {
        guard.forget(key);
        cache.evict(key);
    }

    @Override
    public boolean evictIfPresent(Object key) {
        guard.forget(key);
        return cache.evictIfPresent(key);
    }

    @Override
    public void clear() {
        guard.forgetAll();
        cache.clear();
    }

    @Override
    public boolean invalidate() {
        guard.forgetAll();
        return cache.invalidate();
    }
}
