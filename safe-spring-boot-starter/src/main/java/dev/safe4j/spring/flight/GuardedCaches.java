package dev.safe4j.spring.flight;

import dev.safe4j.flight.FlightListener;
import dev.safe4j.flight.StampedeGuardBuilder;
import dev.safe4j.lock.Locks;
import dev.safe4j.spring.proxy.ShortKeys;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;

/** Which of Spring's caches are guarded, and how. Immutable and thread-safe. */
public final class GuardedCaches {

    /** In place of a name: all caches. */
    public static final String ALL = "*";

    private static final String DECORATOR = "org.springframework.cache.transaction.TransactionAwareCacheDecorator";

    private final Set<String> names;
    private final Duration within;
    private final @Nullable Locks locks;
    private final Function<String, List<FlightListener>> listeners;

    /**
     * Makes the settings.
     *
     * @param names of the caches, or {@link #ALL}
     * @param within how long somebody waits for another one's load
     * @param locks by which one process loads at a time; null if each loads for itself
     * @param listeners of a cache
     * @throws IllegalArgumentException if the time is none
     */
    public GuardedCaches(
            Set<String> names,
            Duration within,
            @Nullable Locks locks,
            Function<String, List<FlightListener>> listeners) {
        this.names = Set.copyOf(names);
        this.within = within;
        this.locks = locks;
        this.listeners = listeners;
        dev.safe4j.flight.SingleFlight.create().within(within);
    }

    boolean guards(String name) {
        return names.contains(ALL) || names.contains(name);
    }

    /** What defers changes until the commit stays outside: a guard around it would forget loads before the change, and put them after one. */
    Cache guard(Cache cache) {
        return cache.getClass().getName().equals(DECORATOR) ? Deferring.guard(this, cache) : guardItself(cache);
    }

    /** Apart, as spring-context-support need not be there. */
    private static final class Deferring {

        private Deferring() {}

        static Cache guard(GuardedCaches caches, Cache decorator) {
            Cache target = ((TransactionAwareCacheDecorator) decorator).getTargetCache();
            return new TransactionAwareCacheDecorator(caches.guardItself(target));
        }
    }

    private Cache guardItself(Cache cache) {
        return new GuardedSpringCache(cache, builder -> setUp(builder, cache.getName()));
    }

    private void setUp(StampedeGuardBuilder<Object, Object> builder, String name) {
        builder.within(within);
        if (locks != null) {
            builder.across(locks, key -> ShortKeys.of("cache:" + name + ":" + key));
        }
        listeners.apply(name).forEach(builder::listener);
    }

    /**
     * Throws if a cache is named that is not there, and would not be guarded.
     *
     * @param managers all of the application, guarded or not
     * @throws IllegalArgumentException naming the cache
     */
    public void require(List<CacheManager> managers) {
        for (String name : names) {
            if (!name.equals(ALL) && managers.stream().allMatch(each -> each.getCache(name) == null)) {
                throw new IllegalArgumentException("cache '" + name + "' is to be guarded, and "
                        + (managers.isEmpty() ? "there is no CacheManager." : "no CacheManager has it."));
            }
        }
    }
}
