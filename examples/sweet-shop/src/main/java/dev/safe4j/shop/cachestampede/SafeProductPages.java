package dev.safe4j.shop.cachestampede;

import dev.safe4j.flight.GuardedCache;
import dev.safe4j.flight.StampedeGuard;
import dev.safe4j.lock.Locks;
import java.time.Duration;
import java.util.Objects;

/** Who misses a page waits for the one who makes it, in whatever instance of the shop. */
public final class SafeProductPages implements ProductPages {

    private final StampedeGuard<String, String> pages;
    private final Renderer renderer;

    public SafeProductPages(GuardedCache<String, String> cache, Locks locks, Renderer renderer) {
        this.pages = StampedeGuard.over(cache)
                .freshFor(Duration.ofMinutes(5))
                .staleFor(Duration.ofMinutes(1))
                .across(locks, sweet -> "product-page:" + sweet)
                .build();
        this.renderer = renderer;
    }

    @Override
    public String page(String sweet) {
        return Objects.requireNonNull(pages.get(sweet, () -> renderer.render(sweet)), "the renderer brings no null");
    }

    @Override
    public void changed(String sweet) {
        pages.invalidate(sweet);
    }
}
