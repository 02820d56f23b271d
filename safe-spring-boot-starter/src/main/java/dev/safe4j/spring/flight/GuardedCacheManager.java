package dev.safe4j.spring.flight;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/** A cache manager of which some caches are guarded. Thread-safe. */
final class GuardedCacheManager implements CacheManager {

    private final CacheManager manager;
    private final Supplier<GuardedCaches> guarded;
    private final ConcurrentMap<String, Pair> guards = new ConcurrentHashMap<>();

    /** A cache with its guard, which knows the loads that are under way, so that there must be one only. */
    private record Pair(Object nativeCache, Cache guard) {}

    /**
     * Makes the manager.
     *
     * @param manager the application's
     * @param guarded which are guarded; asked at the first use
     */
    GuardedCacheManager(CacheManager manager, Supplier<GuardedCaches> guarded) {
        this.manager = manager;
        this.guarded = guarded;
    }

    @Override
    public @Nullable Cache getCache(String name) {
        Cache cache = manager.getCache(name);
        return cache != null && guarded.get().guards(name) ? guard(name, cache) : cache;
    }

    /** A manager may have made another cache of that name meanwhile, or wrap the same one each time. */
    @SuppressWarnings("ReferenceEquality") // the same one
    private Cache guard(String name, Cache cache) {
        Object nativeCache = cache.getNativeCache();
        Pair known = guards.get(name);
        if (known == null || known.nativeCache != nativeCache) {
            known = guards.compute(
                    name,
                    (same, there) -> there != null && there.nativeCache == nativeCache
                            ? there
                            : new Pair(nativeCache, guarded.get().guard(cache)));
        }
        return known.guard;
    }

    @Override
    public Collection<String> getCacheNames() {
        return manager.getCacheNames();
    }

    /** Of Spring Framework 7. */
    @Override
    public void resetCaches() {
        guards.values().forEach(each -> each.guard.clear());
        manager.resetCaches();
    }
}
