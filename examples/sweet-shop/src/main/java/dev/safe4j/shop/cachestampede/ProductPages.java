package dev.safe4j.shop.cachestampede;

/** The pages of the sweets, from a cache. */
public interface ProductPages {

    String page(String sweet);

    /** The sweet was changed, and that is committed: its page is another one from now on. */
    void changed(String sweet);

    /** Makes a page, by queries that take their time. */
    @FunctionalInterface
    interface Renderer {
        String render(String sweet);
    }
}
