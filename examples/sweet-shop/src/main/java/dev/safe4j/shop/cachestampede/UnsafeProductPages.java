package dev.safe4j.shop.cachestampede;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is not in the cache is made, and put there. */
public final class UnsafeProductPages implements ProductPages {

    private final Map<String, String> cache = new ConcurrentHashMap<>();
    private final Renderer renderer;

    public UnsafeProductPages(Renderer renderer) {
        this.renderer = renderer;
    }

    @Override
    public String page(String sweet) {
        String page = cache.get(sweet);
        if (page == null) {
            page = renderer.render(sweet);
            cache.put(sweet, page);
        }
        return page;
    }

    @Override
    public void changed(String sweet) {
        cache.remove(sweet);
    }
}
