package dev.safe4j.spring.flight;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.CacheManager;
import org.springframework.util.function.SingletonSupplier;

/** Puts guards before the caches of the application's cache managers. */
public final class CacheGuardPostProcessor implements BeanPostProcessor {

    private final boolean guardsAny;
    private final Supplier<GuardedCaches> guarded;

    /**
     * Makes the post-processor.
     *
     * @param guardsAny whether any cache is to be guarded; if not, beans are left as they are
     * @param guarded which, and how; asked when a cache is first asked for
     */
    public CacheGuardPostProcessor(boolean guardsAny, Supplier<GuardedCaches> guarded) {
        this.guardsAny = guardsAny;
        this.guarded = SingletonSupplier.of(guarded);
    }

    @Override
    public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
        return guardsAny && bean instanceof CacheManager manager ? new GuardedCacheManager(manager, guarded) : bean;
    }
}
